"""Adding, editing, changing many at once, duplicates; saved views; forms stored once; and the register's sentence."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Workspace
from stakeholders.models import Department, SavedView, Stakeholder, Submission
from stakeholders.queries.register import Totals, says, sorted_by, totals
from stakeholders.register import (
    CLEAR,
    Changes,
    add_stakeholder,
    department_named,
    duplicates_of,
    edit_many,
    edit_stakeholder,
)
from stakeholders.saved_views import canonical, save_view
from stakeholders.scales import ago
from stakeholders.submissions import first_time
from stakeholders.touchpoints import log_touchpoint
from web.meanwhile import EditedMeanwhile

TODAY = dt.date(2026, 11, 20)


def test_a_name_and_a_segment_suffice(workspace: Workspace, leader):
    added = add_stakeholder(workspace, author=leader, name="  Ann \t Ott ", segment="champion", why="She said so")
    stored = Stakeholder.objects.get(pk=added.pk)
    assert (stored.name, stored.kind, stored.version, stored.current.segment, stored.current.why) == (
        "Ann Ott", "internal", 1, "champion", "She said so",
    )  # fmt: skip


def test_without_a_segment_nothing_is_judged(workspace, leader):
    assert add_stakeholder(workspace, author=leader, name="Ann").current is None


def test_a_name_of_white_space_is_refused(workspace, leader):
    with pytest.raises(ValidationError) as caught:
        add_stakeholder(workspace, author=leader, name=" \t ")
    assert caught.value.message_dict == {"name": ["Give this stakeholder a name."]}


def test_the_second_editor_is_told_and_the_first_change_stays(add_person):
    person = add_person("Ann")
    edit_stakeholder(person, expected_version=1, name="Anna")
    with pytest.raises(EditedMeanwhile) as caught:
        edit_stakeholder(person, expected_version=1, name="Annette")
    assert (caught.value.now.name, caught.value.now.version) == ("Anna", 2)
    assert edit_stakeholder(person, expected_version=2, name="Annette").version == 3


def test_departments_are_found_whatever_their_case(workspace):
    sales = department_named(workspace, " Sales  EMEA ")
    assert department_named(workspace, "sales emea") == sales
    assert department_named(workspace, "   ") is None
    assert list(Department.objects.values_list("name", flat=True)) == ["Sales EMEA"]


def test_many_are_changed_at_once(add_person, leader, workspace):
    ann, bo = add_person("Ann", tags=["q3"], segment="participant", influence=2), add_person("Bo", owner=leader)
    finance = department_named(workspace, "Finance")
    changes = Changes(owner=leader, department=finance, kind="partner", tag="q3", segment="champion",
                      engagement_desired="supportive")  # fmt: skip
    assert edit_many([ann, bo], author=leader, changes=changes, why="They both asked") == 2
    rows = Stakeholder.objects.order_by("name").values_list(
        "name", "owner", "department", "kind", "tags", "current__segment", "current__influence",
        "current__engagement_desired", "current__why",
    )  # fmt: skip
    assert list(rows) == [
        ("Ann", leader.pk, finance.pk, "partner", ["q3"], "champion", 2, "supportive", "They both asked"),
        ("Bo", leader.pk, finance.pk, "partner", ["q3"], "champion", None, "supportive", "They both asked"),
    ]


def test_changing_many_moves_only_the_versions_of_whom_it_changes(add_person, leader):
    ann, bo = add_person("Ann"), add_person("Bo", owner=leader)
    edit_many([ann, bo], author=leader, changes=Changes(owner=leader))
    assert list(Stakeholder.objects.order_by("name").values_list("name", "version")) == [("Ann", 2), ("Bo", 1)]
    edit_many([ann, bo], author=leader, changes=Changes(owner=CLEAR, department=CLEAR))
    assert list(Stakeholder.objects.order_by("name").values_list("owner", "version")) == [(None, 3), (None, 2)]


def test_judging_many_needs_a_why_and_then_changes_nothing(add_person, leader):
    ann = add_person("Ann")
    with pytest.raises(ValidationError) as caught:
        edit_many([ann], author=leader, changes=Changes(kind="partner", segment="champion"), why="  ")
    assert caught.value.message_dict == {"why": ["Say why: this is stored with each of the assessments."]}
    assert Stakeholder.objects.get().kind == "internal"


def test_duplicates_have_the_same_address_or_the_same_name_and_those_nearest_come_first(add_person, workspace):
    ann = add_person("Ánn Ott", email="ann@x.example", department="Sales")
    add_person("Ann Otter", job_title="Ann Ott")
    alone = add_person("Ann Ott")

    def found(**typed):
        return [(twin.person, twin.has_address, twin.is_near) for twin in duplicates_of(workspace, **typed)]

    assert found(name="Someone", email="ANN@x.example ") == [(ann, True, False)]
    assert found(name="ann  ott", department="SALES") == [(ann, False, True), (alone, False, False)]
    assert found(name="Ann Ott") == [(alone, False, True), (ann, False, False)]
    assert found(name="ANN OTT", department="Not there yet") == [(ann, False, False), (alone, False, False)]
    assert found(name="Ann Ott", email="ann@x.example") == [(ann, True, False), (alone, False, True)]
    assert found(name="Ann%", email="") == []


def test_a_form_counts_once(workspace, leader, member):
    key = uuid.uuid4()
    assert first_time(workspace, user=leader, key=key) is True
    assert first_time(workspace, user=leader, key=key) is False
    assert first_time(workspace, user=member, key=key) is True
    assert first_time(workspace, user=leader, key=uuid.uuid4()) is True
    assert Submission.objects.count() == 3


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("page=3", ""),
        ("?sort=-name&q=&segment=b&segment=a&page=2", "segment=a&segment=b&sort=-name"),
        ("q=%C3%A9+x", "q=%C3%A9+x"),
    ],
)
def test_equal_views_have_equal_queries(query, kept):
    assert canonical(query) == kept


def test_a_view_of_the_same_name_gets_the_new_filters(workspace, leader, member):
    save_view(workspace, user=leader, page="register", name=" To  win ", query="segment=detractor")
    save_view(workspace, user=leader, page="register", name="To win", query="stale=1", is_shared=True)
    save_view(workspace, user=member, page="register", name="To win", query="due=1")
    assert sorted(SavedView.objects.values_list("user", "name", "query", "is_shared")) == sorted(
        [(leader.pk, "To win", "stale=1", True), (member.pk, "To win", "due=1", False)]
    )


def sentence(found: Totals) -> str:
    return "".join(part.text for part in says(found))


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (Totals(0, 0, 0, 0, 0, 0), ""),
        (Totals(1, 0, 0, 0, 0, 0), "The one stakeholder is assessed."),
        (Totals(1, 0, 1, 0, 0, 0), "The one stakeholder is not assessed yet."),
        (Totals(61, 4, 0, 0, 0, 0), "All 61 are assessed."),
        (Totals(61, 4, 61, 0, 0, 0), "None of the 61 is assessed yet."),
        (
            Totals(61, 4, 12, 9, 4, 0),
            "12 of 61 are not assessed yet; 4 gaps are resistant people who should support.",
        ),
        (
            Totals(61, 4, 1, 9, 1, 1),
            "1 of 61 is not assessed yet; 1 gap is a resistant person who should support; "
            "1 judgement is older than 120 days.",
        ),
        (
            Totals(10_000, 4, 1_200, 1, 0, 2_000),
            "1,200 of 10,000 are not assessed yet; 1 person is not engaged as the strategy needs; "
            "2,000 judgements are older than 120 days.",
        ),
        (Totals(61, 4, 0, 2, 0, 0), "All 61 are assessed; 2 are not engaged as the strategy needs."),
        (Totals(61, 4, 0, 0, 0, 0, 1), "All 61 are assessed. 1 person who matters has gone quiet."),
        (Totals(61, 4, 0, 0, 0, 0, 1_200), "All 61 are assessed. 1,200 people who matter have gone quiet."),
    ],
)
def test_the_sentence_above_the_register(found, text):
    assert sentence(found) == text


def test_who_has_gone_quiet_is_a_link_to_them():
    parts = says(Totals(61, 4, 0, 0, 0, 0, 7))
    assert [(part.text, part.query) for part in parts if part.query] == [
        ("7 people who matter have gone quiet", "quiet=matters")
    ]


def test_totals_count_what_the_sentence_says(add_person, leader):
    add_person("A", influence=1, interest=1, engagement_now="resistant", engagement_desired="leading",
               assessed_on=dt.date(2026, 1, 1))  # fmt: skip
    add_person("B", influence=1, engagement_now="neutral", engagement_desired="neutral", assessed_on=TODAY)
    add_person("C", kind="customer")
    add_person("D", influence=1, interest=2, engagement_desired="leading", assessed_on=TODAY)
    for influence in (3, 4):
        person = add_person(f"E{influence}", influence=influence, interest=4, assessed_on=TODAY)
        log_touchpoint(person, author=leader, kind="call", happened_on=TODAY - dt.timedelta(days=300))
    assert totals(Stakeholder.objects.all(), today=TODAY) == Totals(
        everybody=6, customers=1, unassessed=1, gaps=1, resistant=1, stale=1, quiet=1
    )


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("", ["ann", "Émile", "Zoe"]),
        ("name", ["ann", "Émile", "Zoe"]),
        ("-name", ["Zoe", "Émile", "ann"]),
        ("influence", ["Zoe", "Émile", "ann"]),
        ("-influence", ["Émile", "Zoe", "ann"]),
        ("department", ["Émile", "Zoe", "ann"]),
        ("-department", ["Zoe", "Émile", "ann"]),
        ("nonsense", ["ann", "Émile", "Zoe"]),
        ("-\x00", ["ann", "Émile", "Zoe"]),
    ],
)
def test_sorting_puts_the_unknown_last_either_way(add_person, sort, names):
    add_person("Zoe", influence=2, department="sales")
    add_person("ann")
    add_person("Émile", influence=5, department="Finance")
    assert list(sorted_by(Stakeholder.objects.all(), sort).values_list("name", flat=True)) == names


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "yesterday"), (2, "2 days ago"), (27, "27 days ago"), (28, "4 weeks ago"), (62, "8 weeks ago"),
     (63, "2 months ago"), (400, "13 months ago"), (729, "24 months ago"), (730, "2 years ago"), (-1, "tomorrow"),
     (-7, "in 7 days")],
)  # fmt: skip
def test_how_long_ago(days, words):
    assert ago(TODAY - dt.timedelta(days=days), TODAY) == words
