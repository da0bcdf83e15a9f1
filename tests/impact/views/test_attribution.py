"""The pages of attribution: a file to its set, every model side by side, and what is behind each figure."""

import csv
import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from impact.initiatives import add_initiative
from impact.journeys import results
from impact.metrics import add_metric
from impact.models import Journey, JourneyFile, JourneySet
from tests.impact.rows import FIELDS

pytestmark = pytest.mark.django_db

LIST = "/w/northwind/impact/attribution/"
NEW = f"{LIST}new/"
DEALS = (
    "Deal,Path,Value,Won\nAcme,Email > Event > Email,1200,yes\nBlue,Search > Email,300,yes\nCity,Search,,no\n"
    "Dane,Event,900,yes\nEdge,Event > Search,90,yes\n"
)
ABOUT = {
    "name": "Deals of spring", "conversion": "A deal won", "first_on": "2026-01-01", "last_on": "2026-03-31",
    "currency": "EUR",
}  # fmt: skip


def send(client: Client, content: str | bytes = DEALS, *, name="journeys.csv"):
    sent = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return client.post(NEW, {"file": sent})


def store(client: Client, file: JourneyFile | None = None, **posted):
    file = file or JourneyFile.objects.get()
    file.refresh_from_db()
    return client.post(f"{LIST}files/{file.pk}/store/", {"fingerprint": file.plan["fingerprint"], **ABOUT, **posted})


@pytest.fixture
def journey_set(as_leader) -> JourneySet:
    send(as_leader)
    store(as_leader)
    return JourneySet.objects.get()


def said(response) -> str:
    return "".join(part.text for part in response.context["says"])


def test_with_nothing_there_it_says_what_to_do(as_leader, as_executive):
    page = as_leader.get(LIST).content.decode()
    assert ("Bring the journeys of your deals" in page, f'href="{NEW}"' in page) == (True, True)
    page = as_executive.get(LIST).content.decode()
    assert ("No journeys yet" in page, NEW in page) == (True, False)


def test_a_file_leads_to_its_preview_which_says_what_would_be(as_leader):
    response = send(as_leader, DEALS + "Open AG,Email,9,open\n")
    file = JourneyFile.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"{LIST}files/{file.pk}/")
    response = as_leader.get(response["Location"])
    assert (
        said(response) == "5 deals on 5 paths through 3 channels, 4 of them won. 1 line cannot be read and is left out."
    )
    assert [(one.label, one.chosen) for one in response.context["columns"]] == [
        ("Deal", "deal"), ("Path", "path"), ("Value", "value"), ("Won", "converted"),
    ]  # fmt: skip
    assert [(tab["label"], tab["count"]) for tab in response.context["tabs"]] == [("Left out", 1), ("Journeys", 5)]
    assert list(response.context["page"]) == [
        ("Line 7", "Open AG", "“open” is neither won nor lost. A deal that is still open belongs to no journey yet.")
    ]
    assert not JourneySet.objects.exists()


def test_storing_leads_to_the_set(as_leader):
    send(as_leader)
    response = store(as_leader)
    file, made = JourneyFile.objects.get(), JourneySet.objects.get()
    assert response["Location"] == f"{LIST}files/{file.pk}/"
    assert as_leader.get(response["Location"])["Location"] == f"{LIST}{made.pk}/"
    assert (made.name, made.holds, Journey.objects.count()) == ("Deals of spring", "deals", 5)


@pytest.mark.parametrize(
    ("posted", "field", "sentence"),
    [
        ({"name": " "}, "name", "Give it a name that people will say."),
        ({"conversion": ""}, "conversion", "Say what a conversion is."),
        ({"last_on": "2025-12-31"}, "last_on", "It ends on the day it starts, or later."),
        ({"currency": ""}, "currency", "Say in which currency the values are."),
        ({"currency": "XXX"}, "currency", "Choose one of the answers."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(as_leader, posted, field, sentence):
    send(as_leader)
    response = store(as_leader, **posted)
    form = response.context["form"]
    assert (response.status_code, form.errors) == (422, {field: [sentence]})
    typed = {**ABOUT, **posted}
    assert {name: form[name].value() for name in ABOUT} == typed
    assert not JourneySet.objects.exists()


def test_what_was_typed_stays_when_the_file_is_checked_again(as_leader):
    send(as_leader)
    file = JourneyFile.objects.get()
    as_leader.post(f"{LIST}files/{file.pk}/choices/", {**ABOUT, "name": "Typed", "column-2": ""})
    response = as_leader.get(f"{LIST}files/{file.pk}/")
    form = response.context["form"]
    assert (form["name"].value(), "currency" in form.fields) == ("Typed", False)
    assert [one.chosen for one in response.context["columns"]] == ["deal", "path", "", "converted"]


def test_other_choices_are_looked_at_before_they_are_stored(as_leader):
    send(as_leader)
    response = store(as_leader, **{"column-2": ""})
    assert (response.status_code, JourneySet.objects.count()) == (302, 0)
    store(as_leader)
    assert results.read(JourneySet.objects.get().results).value is None


def test_no_file_an_empty_one_and_one_that_is_no_table_get_a_sentence(as_leader):
    response = as_leader.post(NEW)
    assert (response.status_code, response.context["problem"]) == (422, "Choose a file.")
    assert send(as_leader, "").context["problem"] == "“journeys.csv” is empty."
    send(as_leader, b"%PDF-1.7")
    file = JourneyFile.objects.get()
    assert (file.state, file.content) == ("failed", None)
    page = as_leader.get(f"{LIST}files/{file.pk}/").content.decode()
    assert "This is no table, whatever its name says." in page


def test_every_role_sees_what_the_models_find(journey_set, as_member, as_executive):
    for client, is_team in ((as_member, True), (as_executive, False)):
        response = client.get(f"{LIST}{journey_set.pk}/")
        shown = response.context["shown"]
        told = results.read(journey_set.results)
        assert shown.says == results.says(told)
        assert [model.called for model in shown.models] == [
            "First touch", "Last touch", "Linear", "U-shaped", "W-shaped", "Time decay", "Markov, all", "Markov, won",
            "Shapley",
        ]  # fmt: skip
        page = response.content.decode()
        assert ("/behind/" in page, "Take it back" in page, "Acme" in page) == (is_team, is_team, False)


def test_the_table_holds_share_and_value_of_every_model(journey_set, as_leader):
    response = as_leader.get(f"{LIST}{journey_set.pk}/")
    lines = {line.channel: line for line in response.context["lines"]}
    first = {name: (line.cells[0].share, line.cells[0].value) for name, line in lines.items()}
    assert first == {
        "Email": ("25\u00a0%", "€1,200"), "Event": ("50\u00a0%", "€990"), "Search": ("25\u00a0%", "€300"),
    }  # fmt: skip


@pytest.mark.parametrize("rule", ["first", "last", "linear", "u_shaped", "w_shaped", "time_decay", "shapley"])
def test_the_journeys_behind_a_figure_add_up_to_it(journey_set, as_leader, rule):
    told = results.read(journey_set.results)
    for one in told.channels:
        response = as_leader.get(f"{LIST}{journey_set.pk}/behind/", {"channel": one.name, "model": rule})
        rows = response.context["rows"]
        given = sum(float(row.gives) for row in rows)
        assert given == pytest.approx(one.shares[rule] * told.conversions, abs=0.02)
        worth = sum(float(re.sub("[€,]", "", row.gives_value)) for row in rows)
        assert worth == pytest.approx(one.values[rule], abs=2)
        assert all(row.deal != "City" for row in rows)


def test_a_model_that_weighs_all_journeys_says_so(journey_set, as_leader):
    response = as_leader.get(f"{LIST}{journey_set.pk}/behind/", {"channel": "Search", "model": "markov_with_nulls"})
    assert response.context["says"][1] == (
        "This model weighs all journeys together, so none of them gives a part of its own."
    )
    assert [(row.deal, row.gives) for row in response.context["rows"]] == [("Blue", ""), ("Edge", ""), ("City", "")]
    response = as_leader.get(f"{LIST}{journey_set.pk}/behind/", {"channel": "Search", "model": "markov_without_nulls"})
    assert [row.deal for row in response.context["rows"]] == ["Blue", "Edge"]


@pytest.mark.parametrize("query", ["?channel=Nothing", "?model=best", "?channel=Email&model=%00"])
def test_a_figure_that_is_not_there_is_not_found(journey_set, as_leader, query):
    assert as_leader.get(f"{LIST}{journey_set.pk}/behind/{query}").status_code == 404


def test_a_figure_fills_in_the_form_of_a_contribution(journey_set, as_leader, workspace, leader):
    metric = add_metric(workspace, author=leader, **FIELDS)
    fair = add_initiative(workspace, name="Fair", what="A stand", starts_on=metric.created_at.date(), metrics=[metric])
    page = as_leader.get(f"{LIST}{journey_set.pk}/contribute/?channel=Event&model=first").content.decode()
    [address] = re.findall(rf'href="(/w/northwind/impact/initiatives/{fair.pk}/contributions/new/[^"]*)"', page)
    form = as_leader.get(html.unescape(address)).context["form"]
    assert {name: form[name].value() for name in ("grade", "first_on", "last_on", "link")} == {
        "grade": "attributed", "first_on": "2026-01-01", "last_on": "2026-03-31",
        "link": f"http://testserver{LIST}{journey_set.pk}/",
    }  # fmt: skip
    event = results.read(journey_set.results).channel("Event")
    low, high = results.percent(event.lowest), results.percent(event.highest)
    assert form["says"].value() == (
        f"By first touch Event is credited with 50\u00a0% of 4 conversions (A deal won), {low} to {high} over 9 "
        "models. From “Deals of spring”."
    )


def test_a_set_is_taken_back_with_a_reason(journey_set, as_member, as_leader):
    address = f"{LIST}{journey_set.pk}/take-back/"
    response = as_member.post(address, {"why": " "})
    assert (response.status_code, response.context["form"].errors) == (422, {"why": ["Say why it is taken back."]})
    assert as_member.post(address, {"why": "The wrong quarter"})["Location"] == LIST
    assert (as_member.get(address).status_code, Journey.objects.count()) == (404, 0)
    assert as_leader.get(f"{LIST}{journey_set.pk}/behind/").status_code == 404
    page = as_leader.get(f"{LIST}{journey_set.pk}/").content.decode()
    assert ("The wrong quarter" in page, "/behind/" in page) == (True, False)
    assert list(as_leader.get(LIST).context["page"]) == []
    assert list(as_leader.get(f"{LIST}?show=taken_back").context["page"]) == [journey_set]


def test_lines_left_out_can_be_downloaded_without_doing_harm(as_leader):
    send(as_leader, DEALS + "=HYPERLINK(1),Email,9,yes\n")
    file = JourneyFile.objects.get()
    body = as_leader.get(f"{LIST}files/{file.pk}/lines.csv").content.decode("utf-8-sig")
    assert body.splitlines() == [
        "Line,About,Reason,Result",
        "7,'=HYPERLINK(1),“=HYPERLINK(1)” is a formula. Save the sheet with its values and try that.,Left out",
    ]


@pytest.mark.parametrize(("shape", "holds"), [("deals", "deals"), ("touches", "deals"), ("paths", "paths")])
def test_the_samples_can_be_stored(as_leader, shape, holds):
    content = as_leader.get(f"{LIST}sample.csv?of={shape}").content
    send(as_leader, content)
    store(as_leader)
    assert JourneySet.objects.get().holds == holds


def test_the_samples_of_deals_and_of_touches_are_the_same_deals(as_leader):
    told = []
    for shape in ("deals", "touches"):
        send(as_leader, as_leader.get(f"{LIST}sample.csv?of={shape}").content)
        store(as_leader, JourneyFile.objects.latest("pk"), name=shape)
        told.append(JourneySet.objects.get(name=shape).results)
    assert told[0] == told[1]


@pytest.mark.parametrize("many", [1, 12])
def test_the_page_asks_the_database_as_often_for_many_channels(as_leader, many, django_assert_num_queries):
    send(as_leader, "path,conversions\n" + "".join(f"c{number} > Email,1\n" for number in range(many)))
    store(as_leader)
    made = JourneySet.objects.get()
    as_leader.get(f"{LIST}{made.pk}/")
    with django_assert_num_queries(9):
        as_leader.get(f"{LIST}{made.pk}/")


def many_channels(many: int) -> str:
    return "path,conversions,value\n" + "".join(f"c{number:03},{1 + number},{number}\n" for number in range(many))


def test_the_largest_channels_are_shown_and_the_others_have_a_row_together(as_leader):
    send(as_leader, many_channels(24))
    store(as_leader)
    made = JourneySet.objects.get()
    response = as_leader.get(f"{LIST}{made.pk}/")
    lines, others, shown = (response.context[name] for name in ("lines", "others", "shown"))
    assert ([line.channel for line in lines][:2], len(lines), lines[-1].channel) == (["c023", "c022"], 20, "c004")
    # 1 + 2 + 3 + 4 of 300 conversions, worth 0 + 1 + 2 + 3.
    assert (others.channel, others.range, others.rank) == ("4 other channels together", "3.3\u00a0%", "")
    assert {(cell.share, cell.value, cell.behind) for cell in others.cells} == {("3.3\u00a0%", "€6", "")}
    assert (len(shown.picture.rows), shown.is_low, shown.others, shown.others_have) == (20, True, 4, "3.3\u00a0%")
    page = response.content.decode()
    assert ('href="?show=all#figures"' in page, page.count('<use href="#mark-first" x=')) == (True, 20)


def test_all_channels_are_a_few_pages(as_leader):
    send(as_leader, many_channels(24))
    store(as_leader)
    address = f"{LIST}{JourneySet.objects.get().pk}/"
    response = as_leader.get(f"{address}?show=all&page=2", headers={"HX-Request": "true", "HX-Target": "figures"})
    told = response.content.decode()
    assert re.findall(r'<th scope="row"><bdi>(\w+)</bdi>', told) == ["c003", "c002", "c001", "c000"]
    assert ("channel=c003&amp;model=first" in told, "together" in told, "attribution-figure" in told) == (
        True,
        False,
        False,
    )


@pytest.mark.parametrize("many", [19, 20, 21])
def test_what_the_others_are_is_said_only_where_there_are_some(as_leader, many):
    send(as_leader, many_channels(many))
    store(as_leader)
    response = as_leader.get(f"{LIST}{JourneySet.objects.get().pk}/?show=all")
    assert (len(response.context["lines"]), response.context["is_all"]) == (min(many, 20), many > 20)
    response = as_leader.get(f"{LIST}{JourneySet.objects.get().pk}/")
    others = response.context["others"]
    assert (others and others.channel) == (None if many < 21 else "1 other channel")


def test_all_figures_can_be_downloaded_without_doing_harm(as_leader, as_executive):
    # A path beginning with a sign cannot be brought; a channel within it can.
    send(as_leader, "path,conversions,value\nEmail > @sum,3,30\nSearch,1,0\n")
    store(as_leader)
    told = as_executive.get(f"{LIST}{JourneySet.objects.get().pk}/figures.csv")
    rows = list(csv.reader(told.content.decode("utf-8-sig").splitlines()))
    assert rows[0][:7] == [
        "Channel", "Least share", "Most share", "Best rank", "Worst rank", "First touch, share", "Last touch, share",
    ]  # fmt: skip
    assert rows[0][13:15] == ["First touch, EUR", "Last touch, EUR"]
    found = {row[0]: (row[1:3], row[5:7], row[13:15]) for row in rows[1:]}
    assert found == {
        "Email": (["0.0", "0.75"], ["0.75", "0.0"], ["30.0", "0.0"]),
        "'@sum": (["0.0", "0.75"], ["0.0", "0.75"], ["0.0", "30.0"]),
        "Search": (["0.142857", "0.25"], ["0.25", "0.25"], ["0.0", "0.0"]),
    }


def test_a_channel_is_words_and_never_code(as_leader):
    send(as_leader, 'path,conversions\n"<b onclick=""x"" &",2\nEmail,1\n')
    store(as_leader)
    page = as_leader.get(f"{LIST}{JourneySet.objects.get().pk}/").content.decode()
    told = " of the conversions to &lt;b onclick=&quot;x&quot; &amp;, First touch</span>"
    assert ("<b onclick" in page, told in page) == (False, True)


def test_names_of_people_are_warned_of_before_anything_is_stored(as_leader, add_person):
    add_person("Kim Roe")
    send(as_leader, DEALS + "Kim Roe,Email,9,yes\n")
    page = as_leader.get(f"{LIST}files/{JourneyFile.objects.get().pk}/").content.decode()
    assert "A deal or channel is called like somebody in the register." in page


def test_days_that_nobody_typed_are_guessed_once_the_file_can_be_read(as_leader):
    send(as_leader, "Deal,Channel,Date,Won\nAcme,Email,03/01/2026,yes\nBlue,Event,04/02/2026,no\n")
    file = JourneyFile.objects.get()
    blank = {"name": "Typed", "conversion": "A deal won", "first_on": "", "last_on": ""}
    as_leader.post(f"{LIST}files/{file.pk}/choices/", {**blank, "order": "day"})
    form = as_leader.get(f"{LIST}files/{file.pk}/").context["form"]
    assert [str(form[name].value()) for name in ("name", "first_on", "last_on")] == [
        "Typed",
        "2026-01-03",
        "2026-02-04",
    ]
