"""The register: table, adding, bulk edit and saved views."""

import datetime as dt
import html
import re
import uuid

import pytest
from django.utils import timezone

from stakeholders.models import Assessment, Department, SavedView, Stakeholder
from stakeholders.touchpoints import log_touchpoint

URL = "/w/northwind/stakeholders/"
NEW = f"{URL}new/"
BULK = f"{URL}bulk/"
VIEWS = "/w/northwind/views/"
ROWS = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "rows"}
PANEL = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "panel"}


def names(response) -> list[str]:
    return [row.name for row in response.context["rows"]]


def problems(response) -> list[str]:
    return [error for errors in response.context["form"].errors.values() for error in errors]


@pytest.mark.parametrize("url", [URL, NEW, BULK])
def test_doors(as_leader, as_member, as_executive, as_stranger, client, url):
    assert as_leader.get(url).status_code == 200
    assert as_member.get(url).status_code == 200
    assert as_executive.get(url).status_code == 403
    assert as_stranger.get(url).status_code == 404
    assert client.get(url).status_code == 302
    assert as_leader.delete(url).status_code == 405


@pytest.mark.parametrize("url", [VIEWS, f"{VIEWS}1/delete/"])
def test_doors_of_verbs(as_leader, as_executive, as_stranger, client, url):
    assert as_leader.get(url).status_code == 405
    assert as_executive.post(url).status_code == 403
    assert as_stranger.post(url).status_code == 404
    assert client.post(url).status_code == 302


def test_an_empty_workspace_says_what_to_do_first(as_leader):
    page = as_leader.get(URL).content.decode()
    assert "Who holds a stake in marketing?" in page
    assert f'href="{NEW}"' in page
    assert 'href="/w/northwind/imports/new/"' in page
    assert "<table" not in page


def test_nobody_matches_says_how_to_get_everybody_back(as_leader, add_person):
    add_person("Ann")
    response = as_leader.get(f"{URL}?q=zzz&sort=-name")
    assert names(response) == []
    assert "Nobody matches" in response.content.decode()
    assert response.context["filter"].clear_href == "?sort=-name"


def test_only_the_rows_are_sent_when_only_they_are_asked_for(as_leader, add_person):
    add_person("Ann")
    page = as_leader.get(URL).content.decode()
    part = as_leader.get(URL, **ROWS).content.decode()
    assert page.startswith("<!doctype html>")
    assert "<html" not in part
    assert part.strip() in page.replace(re.search(r'name="csrfmiddlewaretoken" value="\w+"', page)[0], "")
    restored = as_leader.get(URL, **ROWS, HTTP_HX_HISTORY_RESTORE_REQUEST="true").content.decode()
    assert restored.startswith("<!doctype html>")


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_rows(as_leader, add_person, leader, django_assert_num_queries, count):
    for number in range(count):
        add_person(f"P{number}", department=f"D{number}", owner=leader, segment="champion", influence=3)
    as_leader.get(URL)
    # Of these 4 are the test's own: a savepoint for the transaction, and the scope around it put back.
    with django_assert_num_queries(15):
        assert len(names(as_leader.get(URL))) == count
    query = "?q=p&segment=champion&sort=-contact"
    with django_assert_num_queries(15):
        assert len(names(as_leader.get(URL + query))) == count
    with django_assert_num_queries(13):
        as_leader.get(URL + query, **ROWS)


def test_fifty_a_page_and_the_query_is_kept(as_leader, workspace):
    Stakeholder.objects.bulk_create(Stakeholder(workspace=workspace, name=f"P{number:03}") for number in range(120))
    response = as_leader.get(f"{URL}?q=p&sort=-name&page=2")
    assert names(response)[0] == "P069"
    assert len(names(response)) == 50
    assert 'href="?q=p&amp;sort=-name&amp;page=3"' in response.content.decode()
    assert names(as_leader.get(f"{URL}?page=999"))[-1] == "P119"
    assert names(as_leader.get(f"{URL}?page=%00"))[0] == "P000"


def test_a_row_says_it_all_in_words(as_leader, add_person):
    add_person("Ann Ott", kind="customer", is_group=True, job_title="Buyer", segment="decision_maker", approves=True,
               resists=True, influence=4, position=-2, engagement_now="resistant", engagement_desired="supportive",
               assessed_on=dt.date(2020, 1, 1))  # fmt: skip
    row = as_leader.get(URL).context["rows"][0]
    assert (row.position, row.engagement, row.desired, row.has_gap, row.interest, row.is_stale) == (
        -2, "Resistant", "Supportive", True, None, True,
    )  # fmt: skip
    assert row.contradictions == (
        "A decision maker who is also a detractor: they approve major initiatives and resist.",
    )
    page = as_leader.get(URL).content.decode()
    for word in ("Customer", "Group", "Decision maker", "Contradiction", "Opposed", "stale", "Nobody", "Unknown"):
        assert f">{word}" in page or f"{word}<" in page, word


def test_a_row_says_who_has_gone_quiet_and_the_sentence_leads_there(as_leader, add_person, leader):
    today = timezone.localdate()
    for name, days in (("Ann", 46), ("Bo", 45)):
        person = add_person(name, influence=4, interest=4)
        log_touchpoint(person, author=leader, kind="call", happened_on=today - dt.timedelta(days=days))
    add_person("Never met", influence=4, interest=4)
    response = as_leader.get(URL)
    assert [(row.name, row.is_quiet) for row in response.context["rows"]] == [
        ("Ann", True), ("Bo", False), ("Never met", False),
    ]  # fmt: skip
    page = response.content.decode()
    assert '<a href="?quiet=matters">1 person who matters has gone quiet</a>' in page
    assert len(re.findall(r'<span class="quiet">', page)) == 1
    assert names(as_leader.get(f"{URL}?quiet=matters")) == ["Ann"]


# Adding ------------------------------------------------------------------------------------------------------------


def test_a_name_and_a_segment_suffice(as_member, member):
    response = as_member.post(NEW, {"name": "Ann Ott", "segment": "champion"})
    assert (response.status_code, response.headers["Location"]) == (302, URL)
    person = Stakeholder.objects.get()
    assert (person.name, person.current.segment, person.current.author) == ("Ann Ott", "champion", member)


def test_everything_else_under_the_disclosure(as_leader, leader):
    as_leader.post(NEW, {
        "name": "Ann", "kind": "customer", "is_group": "on", "email": "a@x.example", "job_title": "Buyer",
        "department": "New  Dept", "owner": leader.pk, "tags": 'q3, "a, b", q3', "notes": "Line\nTwo",
    })  # fmt: skip
    person = Stakeholder.objects.get()
    assert (person.kind, person.is_group, person.email, person.job_title, person.department.name, person.owner,
            person.tags, person.notes, person.current) == (
        "customer", True, "a@x.example", "Buyer", "New Dept", leader, ["q3", "a, b"], "Line\nTwo", None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"name": ""}, "Give this stakeholder a name."),
        ({"name": " \u200b "}, "Give this stakeholder a name that can be seen."),
        ({"name": "A\x00"}, "This holds a null character, which cannot be stored. Remove it and store again."),
        ({"name": "x" * 301}, "This may be 300 characters long at most; it is 301 long."),
        ({"segment": "king"}, "Choose one of the answers."),
        ({"segment": "\x00"}, "Choose one of the answers."),
        ({"kind": "alien"}, "Choose one of the answers."),
        ({"email": "nobody"}, "This is not an e-mail address. It looks like name@company.com."),
        ({"owner": "999"}, "Choose somebody of the team."),
        ({"owner": "\x00"}, "Choose somebody of the team."),
        ({"tags": "a\x00"}, "This holds a null character, which cannot be stored. Remove it and store again."),
        ({"tags": "x" * 301}, "A tag may be 300 characters long at most."),
        ({"notes": "\x00"}, "This holds a null character, which cannot be stored. Remove it and store again."),
        ({"department": "d" * 121}, "This may be 120 characters long at most; it is 121 long."),
    ],
)
def test_bad_input_comes_back_with_what_was_typed(as_leader, typed, problem):
    response = as_leader.post(NEW, {"name": "Ann", "job_title": "Keeps this", **typed})
    assert response.status_code == 422
    assert problem in problems(response)
    assert 'value="Keeps this"' in response.content.decode()
    assert Stakeholder.objects.count() == 0
    assert Department.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    [
        '<script>alert("1")</script>',
        "=HYPERLINK(1)",
        "@SUM(1)",
        "محمد علي",
        "\u202eevil",
        "👩🏽‍🚀",
        "n" * 300,
        "O'Neil & Söhne",
    ],
)
def test_hostile_names_are_stored_as_typed_and_shown_as_text(as_leader, name):
    assert as_leader.post(NEW, {"name": name, "tags": name, "job_title": name}).status_code == 302
    person = Stakeholder.objects.get()
    assert (person.name, person.job_title) == (name, name)
    for url in (URL, f"{URL}{person.pk}/", f"{URL}{person.pk}/edit/", f"/w/northwind/find/?q={person.pk}"):
        page = as_leader.get(url).content.decode()
        assert "<script>alert" not in page


def test_a_possible_duplicate_is_named_and_may_be_added_anyway(as_leader, add_person):
    twin = add_person("Ann Ott", email="ann@x.example", department="Sales")

    def asked(**typed):
        response = as_leader.post(NEW, typed)
        page = response.content.decode()
        assert [found.person for found in response.context["twins"]] == [twin]
        assert f'href="{URL}{twin.pk}/"' in page
        return response.status_code, re.search(r"twins.*?<strong>(.*?)</strong>", page, re.DOTALL)[1]

    address = {"name": "Annie", "email": "ANN@x.example"}
    assert asked(**address) == (409, "This e-mail address is somebody’s already.")
    assert asked(name="ann ott", department="SALES") == (409, "This may be somebody you have already.")
    softly = "Is it the same person? Somebody of that name is in the register."
    assert asked(name="Ann Ott", department="Another") == (409, softly)
    assert asked(name="Ann Ott") == (409, softly)
    assert (Stakeholder.objects.count(), Department.objects.count()) == (1, 1)
    assert as_leader.post(NEW, {**address, "anyway": "1"}).status_code == 302
    assert Stakeholder.objects.count() == 2


def test_a_name_without_end_does_not_fill_a_toast(as_leader):
    response = as_leader.post(NEW, {"name": "n" * 300}, follow=True)
    assert [str(message) for message in response.context["messages"]] == [f"{'n' * 59}… is in the register."]
    bulk = as_leader.get(f"{BULK}?pick={Stakeholder.objects.get().pk}").content.decode()
    assert f'<bdi title="{"n" * 300}">{"n" * 59}…</bdi>' in bulk


def test_a_double_click_adds_one(as_leader):
    typed = {"name": "Ann", "segment": "champion", "key": str(uuid.uuid4()), "anyway": "1"}
    assert as_leader.post(NEW, typed).status_code == 302
    assert as_leader.post(NEW, typed).status_code == 302
    assert (Stakeholder.objects.count(), Assessment.objects.count()) == (1, 1)


def test_in_the_panel_it_refreshes_the_page_under_it(as_leader):
    assert "<html" not in as_leader.get(NEW, **PANEL).content.decode()
    done = as_leader.post(NEW, {"name": "Ann"}, **PANEL, HTTP_HX_CURRENT_URL=f"http://testserver{URL}?q=a")
    assert (done.status_code, done.headers["HX-Location"]) == (200, f"{URL}?q=a")
    again = as_leader.post(NEW, {"name": "Bo", "another": "1", "department": "Sales"}, **PANEL)
    assert again.headers["HX-Trigger"] == "stakeholders-changed"
    assert 'value="Sales"' in again.content.decode()
    assert re.search(r'<input[^>]* name="name"[^>]*>', again.content.decode())[0].count("value=") == 0


def test_what_is_filtered_can_be_exported_as_it_is(as_leader, add_person):
    for name, kind in (("Ann", "customer"), ("Bo", "internal"), ("Cy", "customer"), ("Dee", "customer")):
        add_person(name, kind=kind)
    assert "Export these" not in as_leader.get(URL).content.decode()
    assert "Export these" not in as_leader.get(f"{URL}?q=nobody-of-this-name").content.decode()
    page = as_leader.get(f"{URL}?kind=customer&sort=-name&page=1").content.decode()
    link = html.unescape(re.search(r'class="filters-export" href="([^"]*)"', page)[1])
    assert link == "/w/northwind/export/?kind=customer&sort=-name"
    export = as_leader.get(link)
    assert (export.context["narrowed"], export.context["everybody"]) == (3, 4)
    sent = {"query": export.context["query"]}
    table = as_leader.post("/w/northwind/export/csv/", sent).content.decode("utf-8-sig")
    assert [row.split(",")[0] for row in table.splitlines()] == ["Name", "Ann", "Cy", "Dee"]


# Many at once ------------------------------------------------------------------------------------------------------


def test_the_chosen_rows_are_changed(as_leader, add_person, leader):
    ann, bo, cy = add_person("Ann"), add_person("Bo"), add_person("Cy")
    shown = as_leader.get(f"{BULK}?pick={ann.pk}&pick={bo.pk}&pick=\x00&pick=x")
    assert shown.context["people"] == [ann, bo]
    assert "Change 2 stakeholders" in shown.content.decode()
    done = as_leader.post(BULK, {"pick": [ann.pk, bo.pk], "count": 2, "owner": leader.pk, "query": "q=a&page=2"})
    assert (done.status_code, done.headers["Location"]) == (302, f"{URL}?q=a")
    assert list(Stakeholder.objects.order_by("name").values_list("owner", flat=True)) == [leader.pk, leader.pk, None]
    assert cy.owner is None


def test_many_are_placed_at_once_with_one_reason(as_leader, add_person):
    ann, bo = add_person("Ann", interest=2, voice="quiet"), add_person("Bo")
    placed = {"influence": "4", "interest": "clear", "position": "-1", "engagement_now": "resistant"}
    done = as_leader.post(BULK, {"pick": [ann.pk, bo.pk], "count": 2, "why": "The same team", **placed})
    assert (done.status_code, done.headers["Location"]) == (302, f"{URL}?")
    names = ("segment", "influence", "interest", "position", "engagement_now", "engagement_desired", "voice", "why")
    assert list(Assessment.objects.order_by("pk").values_list(*names))[-2:] == [
        ("unknown", 4, None, -1, "resistant", "unknown", "quiet", "The same team"),
        ("unknown", 4, None, -1, "resistant", "unknown", "unknown", "The same team"),
    ]


def test_bulk_offers_every_step_unknown_too_and_never_resistance_as_what_is_needed(as_leader, add_person):
    form = as_leader.get(f"{BULK}?pick={add_person('Ann').pk}").context["form"]
    offered = {name: [value for value, _label in form.fields[name].choices] for name in form.fields if name != "why"
               and name not in {"tag", "owner", "department", "kind", "segment"}}  # fmt: skip
    assert offered == {
        "influence": ["", "5", "4", "3", "2", "1", "clear"],
        "interest": ["", "5", "4", "3", "2", "1", "clear"],
        "position": ["", "2", "1", "0", "-1", "-2", "clear"],
        "engagement_now": ["", "unaware", "resistant", "neutral", "supportive", "leading", "unknown"],
        "engagement_desired": ["", "unaware", "neutral", "supportive", "leading", "unknown"],
    }


def test_all_that_match_are_changed(as_leader, add_person):
    for number in range(3):
        add_person(f"P{number}", kind="customer")
    add_person("Inside")
    typed = {"all": "1", "query": "kind=customer", "segment": "influencer", "why": "They buy"}
    assert as_leader.post(BULK, {**typed, "count": 3}).status_code == 302
    assert Stakeholder.objects.filter(current__segment="influencer").count() == 3


def test_when_another_number_matches_nothing_is_stored(as_leader, add_person):
    add_person("Ann", kind="customer")
    response = as_leader.post(BULK, {"all": "1", "query": "kind=customer", "count": 3, "kind": "partner"})
    assert response.status_code == 422
    assert "Now 1 match." in response.content.decode()
    assert Stakeholder.objects.get().kind == "customer"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({}, "Choose at least one thing to change."),
        ({"segment": "champion"}, "Say why: this is stored with each of the assessments."),
        ({"influence": "3"}, "Say why: this is stored with each of the assessments."),
        ({"interest": "6", "why": "Seen"}, "Choose one of the answers."),
        ({"engagement_desired": "resistant", "why": "Seen"}, "Choose one of the answers."),
        ({"engagement_desired": "leading", "why": " "}, "Say why: this is stored with each of the assessments."),
        ({"owner": "999999"}, "Choose one of the answers."),
        ({"department": "\x00"}, "Choose one of the answers."),
        ({"tag": "\x00"}, "This holds a null character, which cannot be stored. Remove it and store again."),
    ],
)
def test_bad_bulk_input(as_leader, add_person, typed, problem):
    ann = add_person("Ann")
    response = as_leader.post(BULK, {"pick": ann.pk, "count": 1, **typed})
    assert (response.status_code, problems(response)) == (422, [problem])
    assert Stakeholder.objects.get().version == 1


def test_a_foreign_stakeholder_is_never_changed(as_leader, foreign_stakeholder):
    response = as_leader.get(f"{BULK}?pick={foreign_stakeholder.pk}")
    assert response.context["people"] == []
    assert "Nobody is selected" in response.content.decode()


# Saved views -------------------------------------------------------------------------------------------------------


def test_a_view_is_kept_shared_and_deleted_by_its_owner_alone(as_leader, as_member, leader):
    done = as_leader.post(VIEWS, {"page": "register", "name": "To win", "query": "sort=-name&segment=detractor",
                                  "is_shared": "on"})  # fmt: skip
    assert done.headers["Location"] == f"{URL}?segment=detractor&sort=-name"
    view = SavedView.objects.get()
    shown = as_member.get(f"{URL}?sort=-name&segment=detractor").context["views"]
    assert shown == [(view, True)]
    assert as_member.post(f"{VIEWS}{view.pk}/delete/").status_code == 404
    assert as_leader.post(f"{VIEWS}{view.pk}/delete/").headers["Location"] == URL
    assert SavedView.objects.count() == 0


def test_a_personal_view_is_seen_by_nobody_else(as_leader, as_member):
    as_leader.post(VIEWS, {"page": "register", "name": "Mine", "query": "stale=1"})
    assert as_member.get(URL).context["views"] == []
    assert len(as_leader.get(URL).context["views"]) == 1


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"name": " "}, "Give this view a name."),
        ({"name": "x" * 81}, "This may be 80 characters long at most; it is 81 long."),
        ({"name": "\x00"}, "This holds a null character, which cannot be stored. Remove it and store again."),
        ({"query": "q=" + "x" * 2000}, "These filters are too many to keep as a view. Clear some of them first."),
        ({"page": "moon"}, "Choose one of the answers."),
    ],
)
def test_bad_views(as_leader, typed, problem):
    response = as_leader.post(VIEWS, {"page": "register", "name": "To win", "query": "q=a", **typed})
    assert (response.status_code, problems(response)) == (422, [problem])
    assert SavedView.objects.count() == 0
