"""Finding people and pages."""

import pytest

from stakeholders.queries.find import PLACES

URL = "/w/northwind/find/"
PART = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "find-results"}


def found(response) -> list[tuple[str, list[str]]]:
    return [(group["label"], [item["label"] for item in group["items"]]) for group in response.context["groups"]]


def test_doors(as_leader, as_member, as_executive, as_stranger, client):
    assert as_leader.get(URL).status_code == 200
    assert as_member.get(URL).status_code == 200
    assert as_executive.get(URL).status_code == 403
    assert as_stranger.get(URL).status_code == 404
    assert client.get(URL).status_code == 302
    assert as_leader.post(URL).status_code == 405


def test_with_nothing_typed_every_page_and_action_is_offered(as_leader, as_member):
    assert found(as_leader.get(URL)) == [
        ("Actions", ["Add a stakeholder", "Log a contact", "Hand in a request", "Import a file", "Plan a check-in"]),
        ("Pages", ["Today", "Investor map", "Register", "Engagement matrix", "Network", "Warm paths", "Coverage",
                   "Organisation chart", "Imports", "Export", "Discussions", "Guides", "Commitments", "Goals",
                   "Planning sessions", "Requests", "Strategy or order desk", "Calendar of work",
                   "How you measure me", "Alignment map",
                   "Playbook", "Overview of impact", "Metrics", "Explore the numbers", "Initiatives", "Attribution",
                   "Reports", "Return on stake", "Numbers from a file", "Changes", "Check-ins",
                   "Calendar of check-ins", "Rules of check-ins", "Schedule of check-ins", "Notices of check-ins",
                   "Mail", "Test the mail settings", "Members", "Audit trail"]),
    ]  # fmt: skip
    for_leaders = {"Audit trail", "Schedule of check-ins", "Test the mail settings"}
    assert for_leaders.isdisjoint(dict(found(as_member.get(URL)))["Pages"])


def test_people_are_found_without_accents_names_that_begin_so_first(as_leader, add_person):
    add_person("Zoë Élan", department="Elsewhere", segment="champion", position=1, job_title="Chief", kind="customer")
    add_person("Elana Ek")
    add_person("Bo", email="elan@x.example")
    response = as_leader.get(URL, {"q": "ÉLAN"})
    assert found(response) == [("People", ["Elana Ek", "Bo", "Zoë Élan"])]
    zoe = response.context["groups"][0]["items"][2]
    assert (zoe["note"], zoe["segment"], zoe["position"], zoe["icon"]) == (
        "Customer · Chief · Elsewhere", "champion", 1, "",
    )  # fmt: skip


def test_eight_people_at_most(as_leader, add_person):
    for number in range(10):
        add_person(f"Ann {number}")
    assert found(as_leader.get(URL, {"q": "ann"}))[0] == ("People", [f"Ann {number}" for number in range(8)])


def test_pages_are_found_by_other_words(as_leader):
    assert found(as_leader.get(URL, {"q": "kumu"})) == [("Actions", ["Import a file"]), ("Pages", ["Export"])]


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "%", "_", "\\", "'", "<script>", "x" * 5000, "\u202e", "🚀"])
def test_hostile_searches_find_nobody(as_leader, add_person, text):
    add_person("Ann")
    response = as_leader.get(URL, {"q": text}, **PART)
    assert response.status_code == 200
    assert [label for label, _items in found(response) if label == "People"] == []
    assert "<script>" not in response.content.decode()
    assert "<html" not in response.content.decode()


def test_suggestions_for_a_field_tell_two_of_one_name_apart(as_leader, add_person):
    first, second = add_person("Ann Ott", department="Sales"), add_person("Ann Ott")
    add_person("Annie")
    response = as_leader.get(URL, {"person": "ann"}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="people")
    assert response.content.decode() == (
        f'<datalist id="people"><option value="Ann Ott #{first.pk}">Sales</option>'
        f'<option value="Ann Ott #{second.pk}"></option><option value="Annie"></option></datalist>'
    )


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(as_leader, add_person, django_assert_num_queries, count):
    for number in range(count):
        add_person(f"Ann {number}", department=f"D{number}", influence=2)
    as_leader.get(URL, {"q": "ann"}, **PART)
    # Of these 4 are the test's own: a savepoint for the transaction, and the scope around it put back.
    with django_assert_num_queries(9):
        assert len(found(as_leader.get(URL, {"q": "ann"}, **PART))[0][1]) == count


def test_every_page_of_the_stations_is_found(as_leader, settings):
    """What a station shows on the side is found by typing, too."""
    pages = {page["url"] for station in settings.NAVIGATION for page in station["pages"]}
    assert pages - {place.url for place in PLACES} == set()
    assert found(as_leader.get(URL, {"q": "promises"})) == [("Pages", ["Commitments"])]
