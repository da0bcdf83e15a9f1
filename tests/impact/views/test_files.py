"""The pages of a file of numbers: choose, check, store, take back; for the team alone, and never without saying why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from impact.files import life
from impact.metrics import add_metric
from impact.models import Metric, Observation, ObservationFile
from impact.observations import withdraw_observation
from tests.impact.rows import FIELDS, PROMOTERS

pytestmark = pytest.mark.django_db

LIST = "/w/northwind/impact/files/"
NEW = f"{LIST}new/"
TWO = "Metric,Period,Value\nWin rate,2026-03,12.5\nWin rate,2026-04,13\n"


@pytest.fixture
def metric(workspace, leader) -> Metric:
    return add_metric(workspace, author=leader, **FIELDS)


def send(client: Client, content: str | bytes = TWO, *, name="numbers.csv", **posted):
    sent = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return client.post(NEW, {"file": sent, **posted})


@pytest.fixture
def previewed(as_leader, metric) -> ObservationFile:
    send(as_leader)
    return ObservationFile.objects.get()


def address(file: ObservationFile, end: str = "") -> str:
    return f"{LIST}{file.pk}/{end}"


def store(client: Client, file: ObservationFile, **posted):
    file.refresh_from_db()
    return client.post(address(file, "store/"), {"fingerprint": file.plan["fingerprint"], **posted}, follow=True)


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def said(response) -> str:
    return "".join(part.text for part in response.context["says"])


def values() -> list[float]:
    return list(Observation.objects.standing().order_by("starts_on").values_list("value", flat=True))


def test_nothing_was_read_yet_says_what_to_do(as_leader, metric):
    page = as_leader.get(LIST).content.decode()
    assert "No file was read yet" in page
    assert f'href="{NEW}"' in page


def test_a_file_leads_to_its_preview(as_leader, metric):
    response = send(as_leader)
    file = ObservationFile.objects.get()
    assert (response.status_code, response["Location"]) == (302, address(file))
    assert (file.state, file.filename, values()) == ("previewed", "numbers.csv", [])


def test_the_preview_says_what_would_happen(as_leader, previewed):
    response = as_leader.get(address(previewed))
    assert said(response) == "2 new numbers for one metric."
    assert [(column.label, column.chosen) for column in response.context["columns"]] == [
        ("Metric", "metric"),
        ("Period", "period"),
        ("Value", "value"),
    ]
    assert [(tab["label"], tab["count"]) for tab in response.context["tabs"]] == [("New", 2)]
    assert [row[1:] for row in response.context["page"]] == [
        ["Win rate", "March 2026", "12.5", "", 2],
        ["Win rate", "April 2026", "13", "", 3],
    ]


def test_the_sentence_names_everything_that_was_found(as_leader, metric, previewed):
    store(as_leader, previewed)
    send(as_leader, f"{TWO.replace('12.5', '14')}Win rate,2026-05,\nWin rate,2026-06,x\nWin rate,2026-07,9\n")
    assert said(as_leader.get(address(ObservationFile.objects.first()))) == (
        "1 new number for one metric, 1 that differs from what is stored, 1 that is there already, "
        "1 line that cannot be read. 1 blank was taken as not measured."
    )


def test_storing_stores_all_of_it(as_leader, previewed, metric):
    response = store(as_leader, previewed)
    assert told(response) == ["2 numbers stored."]
    assert values() == [12.5, 13.0]
    page = response.content.decode()
    assert f'<a href="/w/northwind/impact/metrics/{metric.pk}/" dir="auto">Win rate</a>' in page


def test_storing_twice_stores_once(as_leader, previewed):
    store(as_leader, previewed)
    posted = {"fingerprint": "another"}
    response = as_leader.post(address(previewed, "store/"), posted, follow=True)
    assert (told(response), response.context["outcome"]) == ([], "2 numbers stored.")
    assert values() == [12.5, 13.0]


def test_what_differs_is_corrected_for_a_reason(as_leader, previewed):
    store(as_leader, previewed)
    send(as_leader, TWO.replace("12.5", "14"))
    file = ObservationFile.objects.first()
    nothing = store(as_leader, file, has_decision="1")
    sentence = "Nothing would be stored: choose that the numbers that differ are corrected, or forget the file."
    assert (nothing.status_code, nothing.context["problem"]) == (422, sentence)
    without = store(as_leader, file, has_decision="1", corrects="on", why="  ")
    assert (without.status_code, without.context["problem"]) == (422, "Say why the numbers that are stored were wrong.")
    assert without.context["choices"].corrects
    assert values() == [12.5, 13.0]
    done = store(as_leader, file, has_decision="1", corrects="on", why="The CRM was wrong")
    assert told(done) == ["1 number corrected."]
    assert values() == [14.0, 13.0]
    assert Observation.objects.get(value=12.5).ended_why == "The CRM was wrong"


def test_a_reason_that_was_typed_survives_checking_again(as_leader, previewed):
    store(as_leader, previewed)
    send(as_leader, TWO.replace("12.5", "14"))
    file = ObservationFile.objects.first()
    as_leader.post(address(file, "choices/"), {"has_decision": "1", "corrects": "on", "why": "Wrong", "column-2": ""})
    page = as_leader.get(address(file))
    assert (page.context["choices"].corrects, page.context["choices"].why) == (True, "Wrong")
    assert page.context["file"].plan["asks"] == ["Say which column holds the numbers."]
    assert not page.context["can_store"]


def test_other_choices_are_shown_before_they_are_stored(as_leader, previewed):
    response = store(as_leader, previewed, **{"column-2": "n"})
    assert told(response) == ["Your choices changed what would be stored. Look once more, then store it."]
    assert values() == []
    assert response.context["file"].plan["counts"]["problems"] == 2


def test_a_choice_that_is_none_changes_nothing(as_leader, previewed):
    for value in ("nonsense", "value:999999", "period:1", "value:x", "12"):
        as_leader.post(address(previewed, "choices/"), {"column-2": value, "order": "x", "metric": "999999"})
        previewed.refresh_from_db()
        assert previewed.choices["columns"] == ["metric", "period", "value"]
    assert previewed.choices["order"] is None


def test_one_metric_can_be_chosen_beforehand(as_leader, metric):
    page = as_leader.get(f"{NEW}?metric={metric.pk}").content.decode()
    assert f'<option value="{metric.pk}" selected>Win rate</option>' in page
    send(as_leader, "When,What\n2026-03,5\n", metric=str(metric.pk))
    store(as_leader, ObservationFile.objects.get())
    assert values() == [5.0]


def test_a_question_is_answered_on_the_page(as_leader, metric):
    send(as_leader, "Metric,Date,Value\nWin rate,03/04/2026,5\n")
    file = ObservationFile.objects.get()
    page = as_leader.get(address(file))
    assert said(page) == "One question has to be answered first."
    assert [question["name"] for question in page.context["questions"]] == ["order"]
    assert not page.context["can_store"]
    as_leader.post(address(file, "choices/"), {"order": "day"})
    store(as_leader, file)
    assert Observation.objects.get().starts_on.isoformat() == "2026-04-01"


def test_answers_are_said_to_be_counted_and_not_kept(as_leader, workspace, leader):
    metric = add_metric(workspace, author=leader, **FIELDS | PROMOTERS | {"name": "NPS"})
    send(as_leader, "Date,Score,E-mail\n2026-03-01,10,ada@example.com\n2026-03-02,3,bo@example.com\n", metric=metric.pk)
    file = ObservationFile.objects.get()
    assert said(as_leader.get(address(file))) == (
        "1 new number for one metric. Counted from 2 answers: the counts are kept, the answers themselves are not."
    )
    store(as_leader, file)
    file.refresh_from_db()
    assert (file.content, values()) == (None, [0.0])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "“numbers.csv” is empty."),
        (
            b"x" * (21 * 1024 * 1024),
            "This is 21.0 MB; at most 20 MB can be read at once. Split it into several files.",
        ),
    ],
)  # fmt: skip
def test_a_file_beyond_the_limits_comes_back_with_a_sentence(as_leader, metric, content, sentence):
    response = send(as_leader, content, metric=str(metric.pk))
    assert (response.status_code, response.context["problem"]) == (422, sentence)
    assert response.context["chosen"] == str(metric.pk)
    assert not ObservationFile.objects.exists()


def test_no_file_at_all_is_said(as_leader, metric):
    response = as_leader.post(NEW, {})
    assert (response.status_code, response.context["problem"]) == (422, "Choose a file.")


def test_a_broken_file_says_why_and_offers_another(as_leader, metric):
    send(as_leader, b"\x89PNG...")
    page = as_leader.get(address(ObservationFile.objects.get())).content.decode()
    assert "This is no table, whatever its name says. Choose a CSV or an Excel workbook (.xlsx)." in page
    assert "Choose another file" in page
    assert "Check the file again" not in page


def test_taking_back_says_what_stayed(as_leader, previewed):
    store(as_leader, previewed)
    first = Observation.objects.standing().order_by("starts_on").first()
    withdraw_observation(first, why="No such month", author=first.author)
    response = as_leader.post(address(previewed, "undo/"), follow=True)
    assert told(response) == ["Taken back, except 1 number that changed since."]
    assert [row[1:] for row in response.context["left"]] == [["Win rate", "March 2026", "No such month"]]
    assert (values(), response.context["outcome"]) == ([], "1 number taken back; 1 changed since stayed.")
    again = as_leader.post(address(previewed, "undo/"), follow=True)
    assert told(again) == []


def test_forgetting_leaves_nothing_and_the_list_without_it(as_leader, previewed):
    response = as_leader.post(address(previewed, "discard/"), follow=True)
    assert told(response) == ["The file is forgotten. Nothing of it was stored."]
    assert list(response.context["rows"]) == []


def test_lines_of_which_the_same_is_said_stand_together(as_leader, metric):
    other = "".join(f"Wins,2026-0{month},5\n" for month in range(1, 6))
    send(as_leader, f"{TWO}{other}Win rate,2026-05,x\nLoss,2026-01,1\nLoss,2026-02,1\n")
    response = as_leader.get(address(ObservationFile.objects.get()))
    assert list(response.context["page"]) == [
        ("Lines 4, 5, 6 and 2 more", "", "There is no metric called “Wins”."),
        ("Line 9", "", "“x” is no number. Leave the cell blank where nothing was measured."),
        ("Lines 10 and 11", "", "There is no metric called “Loss”."),
    ]
    assert [(word.label, word.note) for word in response.context["words"]] == [("Wins", "5 lines"), ("Loss", "2 lines")]


def test_lines_that_cannot_be_read_come_as_a_file(as_leader, metric):
    send(as_leader, "Metric,Period,Value\nWin rate,2026-03,=cmd()\n")
    response = as_leader.get(address(ObservationFile.objects.get(), "lines.csv"))
    assert response.content.decode() == (
        "\ufeffLine,Metric,Reason,Result\r\n"
        "2,,“=cmd()” is a formula. Save the sheet with its values and try that.,Not read\r\n"
    )


def test_the_sample_is_a_table_that_can_be_read(as_leader, workspace, leader, metric):
    content = as_leader.get(f"{LIST}sample.csv").content
    send(as_leader, content)
    file = ObservationFile.objects.get()
    assert file.choices["columns"] == [
        "metric", "period", "value", "ahead", "n", "promoters", "passives", "detractors", "note",
    ]  # fmt: skip
    assert file.plan["words"] == [["Customer satisfaction", 1], ["Net Promoter Score", 1]]
    assert file.plan["counts"]["new"] == 1


def test_a_long_file_goes_on_without_its_sender(as_leader, metric, django_capture_on_commit_callbacks):
    rows = "".join(f"Win rate,{1900 + place // 12}-{place % 12 + 1:02},{place},{'x' * 250}\n" for place in range(1200))
    with django_capture_on_commit_callbacks(execute=False) as told_later:
        send(as_leader, f"Metric,Period,Value,Weather\n{rows}")
    file = ObservationFile.objects.get()
    assert (file.state, len(told_later) > 0) == ("reading", True)
    page = as_leader.get(address(file)).content.decode()
    assert "Reading the file and comparing it with what is stored" in page
    life.prepare(file)
    file.refresh_from_db()
    assert file.plan["counts"]["new"] == 1200
    assert life.is_large(file)
    store(as_leader, file)
    file.refresh_from_db()
    assert (file.state, values()) == ("applying", [])
    assert life.apply(file.pk, actor=file.author).state == "applied"
    assert len(values()) == 1200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(as_leader, metric, django_assert_num_queries, rows):
    for _ in range(rows):
        send(as_leader)
    as_leader.get(LIST)
    with django_assert_num_queries(10):
        as_leader.get(LIST)


def test_of_very_many_metrics_the_nearest_are_offered(as_leader, workspace, leader, monkeypatch):
    monkeypatch.setattr("impact.queries.files.MOST_OPTIONS", 5)
    for name in ("Win rate", "Win rate of partners", "Churn"):
        add_metric(workspace, author=leader, **FIELDS | {"name": name})
    send(as_leader, "Period,Rate of wins,Churn\n2026-03,5,6\n")
    response = as_leader.get(address(ObservationFile.objects.get()))
    offered = [dict(column.groups).get("A metric of its own", []) for column in response.context["columns"]]
    assert [[label for _value, label in options] for options in offered] == [
        [], ["Win rate", "Win rate of partners"], ["Churn"],
    ]  # fmt: skip
    assert "Each list offers the metrics whose names are nearest." in response.content.decode()


def test_executives_and_strangers_see_none_of_it(as_executive, as_stranger, previewed):
    assert as_executive.get(LIST).status_code == 403
    assert as_executive.get(address(previewed)).status_code == 403
    assert as_stranger.get(LIST).status_code == 404
    assert Client().get(address(previewed)).status_code == 302
