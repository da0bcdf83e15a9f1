"""The pages of the playbook, writing in it, and the brief for one person."""

import pytest

from planning.models import Playbook
from planning.playbooks.editing import UNWRITTEN, edit_playbook, playbook_of
from planning.playbooks.texts import ORIGINALS, PARTS
from stakeholders.concerns import raise_concern
from stakeholders.notes import add_note
from stakeholders.relationships import add_relationship
from stakeholders.touchpoints import log_touchpoint

BASE = "/w/northwind/playbook/"
EDIT, ORIGINAL = f"{BASE}champion/edit/", f"{BASE}champion/original/"


@pytest.fixture
def person(add_person):
    return add_person("Gordon Pike", department="Operations", segment="decision_maker", position=-2, influence=5)


def typed_into(response, **changed) -> dict[str, str]:
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields} | changed


def test_doors(as_leader, as_member, as_executive, as_stranger, client, person):
    for page in (BASE, EDIT, f"{BASE}for/{person.pk}/", f"{BASE}for/{person.pk}/way/"):
        assert as_leader.get(page).status_code == 200
        assert as_member.get(page).status_code == 200
        assert as_executive.get(page).status_code == 403
        assert as_stranger.get(page).status_code == 404
        assert client.get(page).status_code == 302
        assert as_leader.delete(page).status_code == 405
    assert as_leader.get(ORIGINAL).status_code == 405
    assert as_executive.post(ORIGINAL).status_code == 403
    for missing in (f"{BASE}friend/edit/", f"{BASE}for/999999/", f"{BASE}for/999999/way/"):
        assert as_leader.get(missing).status_code == 404
    assert as_leader.post(f"{BASE}friend/original/").status_code == 404


def test_a_page_for_each_segment_with_its_people(as_leader, person, add_person):
    ours = add_person("Priya Raman", segment="champion", position=2)
    page = as_leader.get(BASE)
    assert (page.context["title"], page.context["says"], list(page.context["people"])) == (
        "How to win a decision maker", "One decision maker: one against.", [person],
    )  # fmt: skip
    page = as_leader.get(f"{BASE}?segment=champion")
    assert (page.context["title"], list(page.context["people"])) == ("How to keep a champion", [ours])
    assert as_leader.get(f"{BASE}?segment=friend").context["title"] == "How to win a decision maker"
    page = as_leader.get(f"{BASE}?segment=detractor")
    assert (page.context["says"], list(page.context["people"])) == ("Nobody is a detractor so far.", [])
    titles = [as_leader.get(f"{BASE}?segment={segment}").context["title"] for segment in ORIGINALS]
    assert titles == [
        "How to win a decision maker", "How to keep a champion", "How to win an influencer", "How to meet a detractor",
        "How to work with a participant", "How to find out what somebody is",
    ]  # fmt: skip


def test_no_more_than_a_dozen_people_are_named(as_leader, add_person):
    for number in range(14):
        add_person(f"P{number:02}", segment="champion")
    page = as_leader.get(f"{BASE}?segment=champion")
    assert (len(page.context["people"]), page.context["more"]) == (12, 2)


def test_own_words_are_stored_and_read(as_member, member):
    page = as_member.get(EDIT)
    assert typed_into(page)["ask"] == ORIGINALS["champion"]["ask"]
    done = as_member.post(EDIT, typed_into(page, ask="How are you?"))
    assert (done.status_code, done.headers["Location"]) == (302, f"{BASE}?segment=champion")
    stored = Playbook.objects.get()
    assert (stored.segment, stored.ask, stored.approach, stored.updated_by) == ("champion", "How are you?", "", member)
    html = as_member.get(f"{BASE}?segment=champion").content.decode()
    assert "How are you?" in html
    assert "1 of 6 parts in our own words" in html
    assert as_member.get(EDIT).context["form"]["ask"].value() == "How are you?"


def test_what_is_too_long_comes_back(as_leader):
    back = as_leader.post(EDIT, typed_into(as_leader.get(EDIT), ask="x" * 4001))
    assert (back.status_code, back.context["form"].errors) == (
        422, {"ask": ["This may be 4,000 characters long at most; it is 4001 long."]},
    )  # fmt: skip
    assert len(back.context["form"]["ask"].value()) == 4001
    assert Playbook.objects.count() == 0


def test_who_writes_second_is_told_and_loses_nothing(as_leader, as_member, workspace):
    mine, theirs = as_leader.get(EDIT), as_member.get(EDIT)
    as_member.post(EDIT, typed_into(theirs, ask="Theirs?", say="“Theirs.”"))
    back = as_leader.post(EDIT, typed_into(mine, ask="Mine?", avoid="Mine"))
    assert (back.status_code, back.context["editor"]) == (409, "Sam Ferris")
    assert [(item.label, item.theirs, item.yours, item.is_taken_over) for item in back.context["differences"]] == [
        ("What to say, in their terms", "“Theirs.”", ORIGINALS["champion"]["say"], True),
        ("What to ask", "Theirs?", "Mine?", False),
    ]
    held = typed_into(back)
    assert (held["ask"], held["say"], held["avoid"], held["version"]) == ("Mine?", "“Theirs.”", "Mine", 1)
    assert playbook_of(workspace, "champion").ask == "Theirs?"
    assert as_leader.post(EDIT, held).status_code == 302
    stored = playbook_of(workspace, "champion")
    assert (stored.ask, stored.say, stored.avoid, stored.version) == ("Mine?", "“Theirs.”", "Mine", 2)


def test_back_to_the_original_text(as_leader, workspace, leader):
    edit_playbook(workspace, "champion", editor=leader, expected_version=UNWRITTEN, ask="How are you?")
    done = as_leader.post(ORIGINAL)
    assert (done.status_code, done.headers["Location"]) == (302, f"{BASE}?segment=champion")
    assert {getattr(playbook_of(workspace, "champion"), name) for name in PARTS} == {""}


def test_the_brief_begins_with_its_sentence(as_leader, person, leader):
    raise_concern(person, author=leader, said="“You set the date.”", cause="losing_control")
    page = as_leader.get(f"{BASE}for/{person.pk}/")
    assert page.context["brief"].headline == (
        "Gordon Pike decides and is opposed: answer their fear of losing control before asking for anything."
    )
    html = page.content.decode()
    assert f'<h1><span dir="ltr">{page.context["brief"].headline}</span></h1>' in html
    assert html.count('class="brief-lack"') == 4  # stakes, words, contact, goals


def test_the_way_is_asked_for_on_its_own(as_leader, person, add_person):
    ours = add_person("Priya Raman", segment="champion", position=2)
    add_relationship(ours, target=person, kind="influences", weight=4)
    url = f"{BASE}for/{person.pk}/way/"
    part = as_leader.get(url, headers={"HX-Request": "true", "HX-Target": "way"}).content.decode()
    assert ("<html" in part, "Priya Raman" in part) == (False, True)
    assert as_leader.get(url).context["there"].way.people == (ours, person)


def test_their_page_links_to_the_brief(as_leader, person):
    section = {"HX-Request": "true", "HX-Target": "stakes"}
    part = as_leader.get(f"/w/northwind/alignment/stakeholders/{person.pk}/", headers=section).content.decode()
    assert f'href="{BASE}for/{person.pk}/"' in part


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(as_leader, add_person, leader, new_goal, new_stake, django_assert_num_queries, count):
    person = add_person("Ann", department="Sales", segment="influencer", position=1)
    for number in range(count):
        goal = new_goal(f"Goal {number}", owners=[person])
        new_stake(person, goal)
        raise_concern(person, author=leader, said="No")
        add_note(person, author=leader, kind="quote", words="“No”")
        log_touchpoint(person, author=leader, kind="call")
        add_relationship(add_person(f"C{number}", segment="champion"), target=person, kind="advises")
    pages = {f"{BASE}?segment=influencer": 11, f"{BASE}for/{person.pk}/": 15, f"{BASE}for/{person.pk}/way/": 16}
    for page, queries in pages.items():
        as_leader.get(page)
        # Of these 4 are the test's own: a savepoint for the transaction, and the scope around it put back.
        with django_assert_num_queries(queries):
            as_leader.get(page)
