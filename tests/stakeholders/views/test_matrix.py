"""The engagement matrix: gaps first, unknown apart, and what is needed changed in the row."""

import re
import uuid

import pytest
from django.utils import timezone

from stakeholders.models import Assessment

URL = "/w/northwind/map/engagement/"
ROWS = {"headers": {"HX-Request": "true", "HX-Target": "rows"}}


def names(response) -> list[str]:
    return re.findall(r'<tr id="row-\d+".*?dir="auto">(.*?)</a>', response.content.decode(), re.S)


def says(response) -> str:
    found = re.search(r'<p class="says-sentence" id="matrix-says"[^>]*>(.*?)</p>', response.content.decode(), re.S)
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split())


def in_row(person) -> dict[str, dict[str, str]]:
    return {"headers": {"HX-Request": "true", "HX-Target": f"row-{person.pk}"}}


@pytest.fixture
def company(add_person):
    """One of each state, and two gaps of different size."""
    return {
        name: add_person(name, segment=segment, influence=influence, engagement_now=now, engagement_desired=desired)
        for name, segment, influence, now, desired in (
            ("Reached", "champion", 5, "leading", "leading"),
            ("Narrow", "participant", 5, "neutral", "supportive"),
            ("Wide", "decision_maker", 2, "unaware", "leading"),
            ("Wide, more influence", "influencer", 4, "resistant", "leading"),
            ("Further", "participant", 1, "supportive", "neutral"),
            ("Not decided", "participant", 3, "neutral", "unknown"),
        )
    }


def test_gaps_come_first_by_size_and_influence(as_leader, company, add_person):
    add_person("Never judged")
    response = as_leader.get(URL)
    assert response.status_code == 200
    assert names(response) == [
        "Wide, more influence", "Wide", "Narrow", "Further", "Reached", "Not decided", "Never judged",
    ]  # fmt: skip
    assert re.findall(r'scope="colgroup">(.*?)<', response.content.decode()) == [
        "A gap to close", "Further than needed", "Where they are needed", "Not known yet",
    ]  # fmt: skip


def test_the_sentence_counts_gaps_and_those_who_decide(as_member, company):
    assert says(as_member.get(URL)) == (
        "3 of 5 have a gap; 1 of them decides on major initiatives. 1 more is not known yet."
    )


def heat_sum(response) -> str:
    return re.search(r'<span class="heat-sum num">(.*?)</span>', response.content.decode())[1]


def test_what_the_counts_say_while_nobody_is_known(as_leader, add_person):
    add_person("Ann")
    assert heat_sum(as_leader.get(URL)) == "Not known of anybody yet"
    add_person("Bo", engagement_now="neutral", engagement_desired="supportive")
    assert heat_sum(as_leader.get(URL)) == "1 with a gap · 0 where they are needed · 1 not known"


def test_c_and_d_stand_in_their_columns_and_the_way_between_is_drawn(as_leader, add_person):
    add_person("Marcus Hale", engagement_now="resistant", engagement_desired="supportive")
    row = re.search(r'<tr id="row-.*?</tr>', as_leader.get(URL).content.decode(), re.S)[0]
    cells = re.findall(r'<td class="level( [^"]*)?" data-level="(\w+)">(.*?)</td>', row, re.S)
    said = {level: " ".join(re.findall(r'visually-hidden">(.*?)<', text)) for _, level, text in cells}
    assert said == {
        "Unaware": "", "Resistant": "Current", "Neutral": "on the way", "Supportive": "desired", "Leading": "",
        "Unknown": "",
    }  # fmt: skip
    assert "From resistant to supportive: first their objection must be heard, then they must see" in row


def test_unknown_is_in_a_column_of_its_own_and_never_in_the_middle(as_leader, add_person):
    add_person("Nobody knows")
    row = re.search(r'<tr id="row-.*?</tr>', as_leader.get(URL).content.decode(), re.S)[0]
    assert re.findall(r'data-level="(\w+)"><span class="cd">', row) == ["Unknown"]


def test_what_became_of_somebody_is_told(as_leader, add_person, leader):
    from stakeholders.assessments import record_assessment

    person = add_person("Hugo Ruiz", engagement_now="unaware", engagement_desired="neutral")
    record_assessment(person, author=leader, why="Heard of it", engagement_now="resistant")
    assert "Was unaware; has heard of it and objects. That is not progress yet." in as_leader.get(URL).content.decode()


def test_the_counts_link_to_the_people_behind_them(as_leader, company):
    page = as_leader.get(URL).content.decode()
    assert re.findall(r'href="(\?now=[^"]*)"[^>]*>(\d+)</a>', page) == [
        ("?now=unaware&amp;desired=leading", "1"),
        ("?now=resistant&amp;desired=leading", "1"),
        ("?now=neutral&amp;desired=supportive", "1"),
        ("?now=neutral&amp;desired=unknown", "1"),
        ("?now=supportive&amp;desired=neutral", "1"),
        ("?now=leading&amp;desired=leading", "1"),
    ]
    response = as_leader.get(f"{URL}?now=unaware&desired=leading", **ROWS)
    assert names(response) == ["Wide"]
    assert "Only unaware now, needed leading" in response.content.decode()


def test_filters_narrow_the_rows(as_leader, company):
    assert names(as_leader.get(f"{URL}?segment=participant&gap=any", **ROWS)) == ["Narrow", "Further"]
    assert names(as_leader.get(f"{URL}?q=wide,", **ROWS)) == ["Wide, more influence"]


def test_a_level_that_does_not_exist_narrows_nothing(as_leader, company):
    assert len(names(as_leader.get(f"{URL}?now=enthusiastic&desired=%00", **ROWS))) == 6


def test_nobody_matches(as_leader, company):
    page = as_leader.get(f"{URL}?q=zzz").content.decode()
    assert "Nobody matches" in page
    assert "3 of 5 have a gap" in page


def test_empty_says_what_to_do_first(as_leader):
    page = as_leader.get(URL).content.decode()
    assert "Who is with you, and who should be?" in page
    assert "data-filters" not in page


def test_the_partial_is_the_rows_alone(as_leader, company):
    response = as_leader.get(URL, **ROWS)
    assert "<html" not in response.content.decode()
    assert len(names(response)) == 6


@pytest.mark.parametrize("people", [1, 3])
def test_queries_do_not_grow_with_rows(as_leader, add_person, django_assert_num_queries, people):
    for place in range(people):
        add_person(f"Person {place}", engagement_now="neutral", engagement_desired="leading", department="Sales")
    as_leader.get(URL)
    with django_assert_num_queries(QUERIES):
        assert len(names(as_leader.get(URL))) == people


QUERIES = 14


def test_a_page_holds_fifty(as_leader, workspace):
    from stakeholders.models import Stakeholder

    Stakeholder.objects.bulk_create(Stakeholder(workspace=workspace, name=f"P {n:03}") for n in range(51))
    assert len(names(as_leader.get(URL))) == 50
    assert names(as_leader.get(f"{URL}?page=2", **ROWS)) == ["P 050"]


def test_hostile_names_are_text(as_leader, add_person):
    add_person("<script>alert(1)</script>", engagement_now="neutral", engagement_desired="leading")
    assert "<script>alert(1)" not in as_leader.get(URL).content.decode()


# Changing what is needed --------------------------------------------------------------------------------------------


@pytest.fixture
def marcus(add_person):
    return add_person(
        "Marcus Hale", segment="detractor", influence=4, engagement_now="neutral", engagement_desired="supportive"
    )


def sent(**changes):
    return {"desired": "leading", "why": "The pilot needs him in front.", "key": str(uuid.uuid4()), **changes}


def test_the_form_opens_in_the_row_with_a_choice_a_column(as_member, marcus):
    page = as_member.get(f"{URL}{marcus.pk}/desired/", **in_row(marcus)).content.decode()
    assert re.findall(r'name="desired" value="(\w+)"', page) == [
        "unaware",
        "neutral",
        "supportive",
        "leading",
        "unknown",
    ]
    assert re.findall(r'value="(\w+)" form="desired-\d+" checked autofocus', page) == ["supportive"]
    assert page.lstrip().startswith(f'<tr id="row-{marcus.pk}"')


def test_storing_appends_an_assessment_and_answers_with_the_row(as_member, member, marcus):
    response = as_member.post(f"{URL}{marcus.pk}/desired/", sent(), **in_row(marcus))
    assert response.status_code == 200
    latest = Assessment.objects.filter(stakeholder=marcus).order_by("-pk")[0]
    assert (latest.engagement_now, latest.engagement_desired, latest.segment, latest.influence) == (
        "neutral", "leading", "detractor", 4,
    )  # fmt: skip
    assert (latest.why, latest.author, latest.assessed_on) == (
        "The pilot needs him in front.", member, timezone.localdate(),
    )  # fmt: skip
    assert Assessment.objects.filter(stakeholder=marcus).count() == 2
    assert names(response) == ["Marcus Hale"]
    assert says(response) == "1 of 1 has a gap."
    assert 'id="heat" hx-swap-oob="true"' in response.content.decode()
    assert "Marcus Hale: needed leading. The reason is stored with it." in response.content.decode()


def test_the_same_form_sent_twice_is_stored_once(as_member, marcus):
    form = sent()
    for _ in range(2):
        assert as_member.post(f"{URL}{marcus.pk}/desired/", form, **in_row(marcus)).status_code == 200
    assert Assessment.objects.filter(stakeholder=marcus).count() == 2


def test_without_javascript_it_is_a_page_that_leads_back_to_the_filters(as_leader, marcus):
    back = f"{URL}?segment=detractor"
    page = as_leader.get(f"{URL}{marcus.pk}/desired/", {"return": back}).content.decode()
    assert 'name="return" value="/w/northwind/map/engagement/?segment=detractor"' in page
    response = as_leader.post(f"{URL}{marcus.pk}/desired/", sent(**{"return": back}))
    assert (response.status_code, response["Location"]) == (302, back)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/w/northwind/members/"])
def test_it_leads_nowhere_else(as_leader, marcus, elsewhere):
    response = as_leader.post(f"{URL}{marcus.pk}/desired/", sent(**{"return": elsewhere}))
    assert response["Location"] == URL


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"why": "  "}, "Say in one sentence why"),
        ({"desired": ""}, "Pick where you need them"),
        ({"desired": "resistant"}, "Pick where you need them"),
        ({"why": "a\x00b"}, "null character"),
        ({"why": "x" * 2001}, "2,000 characters"),
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_bad_input_is_told_and_what_was_typed_stays(as_leader, marcus, changes, problem, inside):
    extra = in_row(marcus) if inside else {}
    response = as_leader.post(f"{URL}{marcus.pk}/desired/", sent(**changes), **extra)
    assert response.status_code == 422
    page = response.content.decode()
    assert problem in page
    if "why" not in changes:
        assert "The pilot needs him in front." in page
    assert Assessment.objects.filter(stakeholder=marcus).count() == 1


def test_cancel_brings_the_row_back(as_leader, marcus):
    response = as_leader.get(f"{URL}{marcus.pk}/desired/?cancel=1", **in_row(marcus))
    assert names(response) == ["Marcus Hale"]
    assert "hx-swap-oob" not in response.content.decode()


def test_somebody_never_judged_gets_a_first_assessment(as_leader, add_person):
    person = add_person("Wei Zhang")
    as_leader.post(f"{URL}{person.pk}/desired/", sent(desired="neutral"), **in_row(person))
    first = Assessment.objects.get(stakeholder=person)
    assert (first.engagement_now, first.engagement_desired, first.segment) == ("unknown", "neutral", "unknown")


# Who may -----------------------------------------------------------------------------------------------------------


def test_who_may_see_it(as_executive, as_stranger, client, marcus):
    for path in (URL, f"{URL}{marcus.pk}/desired/"):
        assert as_executive.get(path).status_code == 403
        assert as_stranger.get(path).status_code == 404
        assert client.get(path).status_code == 302
    assert as_executive.post(f"{URL}{marcus.pk}/desired/", sent()).status_code == 403
    assert as_stranger.post(f"{URL}{marcus.pk}/desired/", sent()).status_code == 404
    assert Assessment.objects.filter(stakeholder=marcus).count() == 1


def test_somebody_of_another_workspace_is_not_there(as_leader, foreign_stakeholder):
    assert as_leader.get(f"{URL}{foreign_stakeholder.pk}/desired/").status_code == 404
    assert as_leader.post(f"{URL}{foreign_stakeholder.pk}/desired/", sent()).status_code == 404


def test_wrong_methods(as_leader, marcus):
    assert as_leader.post(URL).status_code == 405
    assert as_leader.put(f"{URL}{marcus.pk}/desired/").status_code == 405
    assert as_leader.delete(f"{URL}{marcus.pk}/desired/").status_code == 405
