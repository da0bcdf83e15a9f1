import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from discussions.models import Answer, Commitment, Discussion, Evidence, Idea, Insight, Invitation, Response, Vote

pytestmark = pytest.mark.django_db
CLOSED = "This link leads nowhere any more"


def words(page) -> str:
    """What is read of a page, tags and runs of space taken out."""
    main = page.text.split("<main", 1)[1]
    return " ".join(re.sub(r"<[^>]*>", " ", main).replace("&#x27;", "'").split())


def h1(page) -> str:
    return " ".join(re.search(r"<h1[^>]*>(.*?)</h1>", page.text, re.DOTALL)[1].split())


def test_the_whole_way_without_javascript(invite, visit, gives, discussion):
    anna, ben = invite("Anna"), invite("Ben")
    gives(visit(ben), ben, "Bens idea")
    client, base = visit(anna), f"/d/{anna.pk}/"
    page = client.get(base)
    assert (page.status_code, h1(page)) == (200, "Better leads")
    assert "Thank you for your five minutes." in words(page)
    assert "7 questions, about 5 minutes." in words(page)
    for number, fields, then in [
        (1, {"q1-text": "Fewer leads"}, "2/"),
        (2, {}, "3/"),
        (3, {"q3-number": "4", "q3-why": "It worked once"}, "4/"),
        (4, {"q4-idea-0": "A page a month"}, "5/"),
        (5, {}, "6/"),
        (6, {"q6-number": "6"}, "7/"),
        (7, {"q7-text": "Call Ben", "q7-due": (timezone.localdate() + dt.timedelta(days=3)).isoformat()}, ""),
    ]:
        assert client.get(f"{base}{number}/").status_code == 200, number
        answer = client.post(f"{base}{number}/", {**fields, "go": "next"})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{base}{then}"), number
    assert h1(client.get(base)) == "Thank you"
    assert sorted(Answer.objects.given().exclude(invitation=ben).values_list("prompt__kind", flat=True)) == [
        "commitment", "ideas", "scale", "text", "text",
    ]  # fmt: skip
    assert Answer.objects.get(prompt__kind="scale").number_after == 6
    assert Commitment.objects.get().what == "Call Ben"
    assert Invitation.objects.get(pk=anna.pk).finished_at is not None


def test_a_scale_comes_again_only_after_something_of_others(invite, visit, gives):
    """A second number of somebody who has seen nothing would be read as a change of mind."""
    anna, ben = invite("Anna"), invite("Ben")
    client, base = visit(anna), f"/d/{anna.pk}/"
    client.post(f"{base}3/", {"q3-number": "4", "go": "next"})
    gives(client, anna, "Mine")
    assert client.post(f"{base}5/", {"go": "next"}).headers["Location"] == f"{base}7/"
    assert client.post(f"{base}7/", {"go": "back"}).headers["Location"] == f"{base}5/"
    assert client.get(f"{base}6/").headers["Location"] == base
    assert client.post(f"{base}6/", {"q6-number": "9", "go": "next"}).headers["Location"] == base
    Invitation.objects.filter(pk=anna.pk).update(last_place=6)
    assert f'href="{base}1/"' in client.get(base).text
    every = client.get(f"{base}all/")
    assert "q6-" not in every.text
    assert "3 of 6 answered" in words(every)
    client.post(f"{base}all/", {"q3-number": "4", "q4-idea-0": "Mine", "q6-number": "9"})
    assert Answer.objects.get(prompt__kind="scale").number_after is None
    gives(visit(ben), ben, "Bens idea")
    assert client.post(f"{base}4/", {"q4-idea-0": "Mine", "go": "next"}).headers["Location"] == f"{base}5/"
    assert client.post(f"{base}5/", {"go": "next"}).headers["Location"] == f"{base}6/"
    assert "You have seen what others think." in words(client.get(f"{base}6/"))


def test_where_answers_are_shown_a_scale_comes_again_only_once_there_are_some(invite, visit, discussion):
    Discussion.objects.filter(pk=discussion.pk).update(sees="answers")
    anna, ben = invite("Anna"), invite("Ben")
    client, base = visit(anna), f"/d/{anna.pk}/"
    client.post(f"{base}1/", {"q1-text": "Fewer leads", "go": "next"})
    client.post(f"{base}3/", {"q3-number": "4", "q3-why": "It worked once", "go": "next"})
    visit(ben).post(f"/d/{ben.pk}/2/", {"q2-text": "Approvals", "go": "next"})
    # Anna has not answered the second question: she has not read Ben.
    assert client.post(f"{base}5/", {"go": "next"}).headers["Location"] == f"{base}7/"
    visit(ben).post(f"/d/{ben.pk}/1/", {"q1-text": "Better leads", "go": "next"})
    assert client.post(f"{base}5/", {"go": "next"}).headers["Location"] == f"{base}6/"


def test_what_is_wrong_comes_back_with_what_was_typed(invite, visit):
    anna = invite("Anna")
    answer = visit(anna).post(f"/d/{anna.pk}/7/", {"q7-text": "Call <b>Ben</b>", "go": "next"})
    assert answer.status_code == 422
    assert "Say by when: without a day nobody can come back to it." in words(answer)
    assert "Call &lt;b&gt;Ben&lt;/b&gt;</textarea>" in answer.text
    assert Commitment.objects.count() == 0


def test_back_keeps_what_was_typed_as_a_draft_and_they_resume_there(invite, visit):
    anna = invite("Anna")
    client = visit(anna)
    answer = client.post(f"/d/{anna.pk}/2/", {"q2-text": "Half a th", "go": "back"})
    assert answer.headers["Location"] == f"/d/{anna.pk}/1/"
    assert (Answer.objects.get().text, Answer.objects.get().is_draft) == ("Half a th", True)
    page = client.get(f"/d/{anna.pk}/")
    assert f'href="/d/{anna.pk}/1/"' in page.text
    assert "Go on where you were" in words(page)
    assert "Half a th</textarea>" in client.get(f"/d/{anna.pk}/2/").text
    assert client.post(f"/d/{anna.pk}/1/", {"go": "back"}).headers["Location"] == f"/d/{anna.pk}/"


def test_a_draft_says_that_it_is_stored_or_why_not(invite, visit):
    anna = invite("Anna")
    client, address = visit(anna), f"/d/{anna.pk}/1/draft/"
    stored = client.post(address, {"q1-text": "Fewer"})
    assert (stored.status_code, stored.json()) == (200, {"says": "Kept, not sent yet"})
    refused = client.post(address, {"q1-text": "x" * 5_001})
    assert (refused.status_code, refused.json()) == (
        422,
        {"says": "This may be 5,000 characters long at most; it is 5,001 long."},
    )
    client.post(f"/d/{anna.pk}/1/", {"q1-text": "Fewer", "go": "next"})
    assert client.post(address, {"q1-text": "More"}).json() == {
        "says": "Not sent yet: press the button below to store the change."
    }
    Discussion.objects.update(closed_at=timezone.now())
    closed = client.post(address, {"q1-text": "Late"})
    assert (closed.status_code, closed.json()["says"].split(":")[0]) == (409, "This discussion has closed")
    assert Answer.objects.get().text == "Fewer"


def test_the_mode_is_said_above_the_box_before_anything_is_typed(invite, visit):
    anna = invite("Anna")
    client = visit(anna)
    for number, sentence in [
        (1, "With your name: the marketing team sees who wrote this."),
        (2, "Without your name: nobody can see who wrote this."),
        (3, "Your name is for Ines Rourke only."),
    ]:
        page = words(client.get(f"/d/{anna.pk}/{number}/"))
        assert sentence in page
    page = client.get(f"/d/{anna.pk}/1/").text
    assert page.index('id="q1-mode"') < page.index("<textarea")


def test_what_cannot_be_left_out_is_asked_for_at_the_end(invite, visit, prompts_required):
    anna = invite("Anna")
    client = visit(anna)
    answer = client.post(f"/d/{anna.pk}/7/", {"go": "next"})
    assert answer.headers["Location"] == f"/d/{anna.pk}/1/"
    assert Invitation.objects.get().finished_at is None
    assert client.post(f"/d/{anna.pk}/1/", {"go": "next"}).status_code == 422


@pytest.fixture
def prompts_required(guide):
    guide.prompts.filter(place=0).update(required=True)


def test_a_change_after_the_end_leads_back_to_the_end(invite, visit):
    anna = invite("Anna")
    client = visit(anna)
    client.post(f"/d/{anna.pk}/1/", {"q1-text": "Fewer", "go": "next"})
    client.post(f"/d/{anna.pk}/7/", {"go": "next"})
    assert f'href="/d/{anna.pk}/1/?change=1"' in client.get(f"/d/{anna.pk}/").text
    page = client.get(f"/d/{anna.pk}/1/?change=1")
    assert "Store the change" in words(page)
    answer = client.post(f"/d/{anna.pk}/1/", {"q1-text": "Fewer, better", "change": "1", "go": "next"})
    assert answer.headers["Location"] == f"/d/{anna.pk}/"
    assert Answer.objects.get().text == "Fewer, better"


def test_all_questions_on_one_page_are_stored_together(invite, visit, gives):
    anna, ben = invite("Anna"), invite("Ben")
    gives(visit(ben), ben, "Bens idea")
    client, address = visit(anna), f"/d/{anna.pk}/all/"
    page = client.get(address)
    assert page.text.count('<fieldset class="prompt"') == 6
    assert "Bens idea" not in page.text
    wrong = client.post(address, {"q1-text": "Fewer", "q3-why": "so", "q4-idea-0": "Mine"})
    assert wrong.status_code == 422
    assert "Question 3: Choose a number from 0 to 10 as well." in words(wrong)
    answer = client.post(address, {"q1-text": "Fewer", "q3-number": "4", "q4-idea-0": "Mine"})
    assert answer.headers["Location"] == f"/d/{anna.pk}/5/"
    page = client.get(address)
    name = re.search(r'name="(q5-vote-[0-9a-f-]+)"', page.text)[1]
    fields = {"q1-text": "Fewer", "q3-number": "4", "q4-idea-0": "Mine", "q6-number": "5", name: "1"}
    assert client.post(address, fields).headers["Location"] == f"/d/{anna.pk}/"
    assert Vote.objects.cast().get().value == 1
    assert Answer.objects.get(prompt__kind="scale").number_after == 5


@pytest.fixture
def gives():
    def given(client: Client, invitation: Invitation, text: str) -> None:
        client.post(f"/d/{invitation.pk}/4/", {"q4-idea-0": text, "go": "next"})

    return given


def test_others_ideas_one_at_a_time(invite, visit, gives):
    anna, ben = invite("Anna"), invite("Ben")
    gives(visit(ben), ben, "Bens idea")
    client, base = visit(anna), f"/d/{anna.pk}/5/"
    assert "First your own ideas, then those of others" in words(client.get(base))
    gives(client, anna, "Annas idea")
    page = client.get(base)
    assert "Bens idea" in words(page)
    assert "Annas idea" not in words(page)
    idea = Idea.objects.get(text="Bens idea")
    replied = client.post(f"{base}reply/", {"idea": idea.pk, "stay": idea.pk, "kind": "concern", "text": ""})
    assert (replied.status_code, "Write a few words." in words(replied)) == (422, True)
    replied = client.post(
        f"{base}reply/", {"idea": idea.pk, "stay": idea.pk, "kind": "concern", "text": "Dear", "would_solve": "Money"}
    )
    assert replied.headers["Location"] == f"{base}?idea={idea.pk}#ideas"
    assert (Response.objects.get().text, Response.objects.get().would_solve) == ("Dear", "Money")
    assert "You are concerned" in words(client.get(f"{base}?idea={idea.pk}"))
    voted = client.post(f"{base}vote/", {"idea": idea.pk, "vote": "agree"})
    assert voted.headers["Location"] == f"{base}#ideas"
    page = words(client.get(base))
    # There is none but this one, and no button that would find none.
    assert "There is no other idea right now. Thank you." in page
    assert "Show me more" not in page
    assert "You agree" in page
    part = client.post(f"{base}ideas/", headers={"HX-Request": "true", "HX-Target": "ideas"})
    assert "<html" not in part.text
    assert "There is no other idea right now." in part.text


def test_votes_that_make_no_sense_are_not_found(invite, visit, gives):
    anna = invite("Anna")
    client = visit(anna)
    for fields in ({"vote": "agree"}, {"vote": "maybe", "idea": anna.pk}, {"vote": "agree", "idea": "x"}):
        assert client.post(f"/d/{anna.pk}/5/vote/", fields).status_code == 404
    for number in (1, 99):
        assert client.post(f"/d/{anna.pk}/{number}/vote/", {"vote": "agree", "idea": anna.pk}).status_code == 404
    gone = client.post(
        f"/d/{anna.pk}/5/vote/",
        {"vote": "agree", "idea": anna.pk},
        headers={"HX-Request": "true", "HX-Target": "ideas"},
    )
    assert "That idea is not shown any more" in gone.text
    assert Vote.objects.count() == 0


def test_others_words_are_read_after_ones_own_where_answers_are_shown(invite, visit):
    Discussion.objects.update(sees="answers")
    anna, ben = invite("Anna"), invite("Ben")
    visit(ben).post(f"/d/{ben.pk}/1/", {"q1-text": "Bens words", "go": "next"})
    visit(ben).post(f"/d/{ben.pk}/2/", {"q2-text": "Unsigned words", "go": "next"})
    client = visit(anna)
    assert "Bens words" not in client.get(f"/d/{anna.pk}/1/").text
    client.post(f"/d/{anna.pk}/1/", {"q1-text": "Mine", "go": "next"})
    client.post(f"/d/{anna.pk}/2/", {"q2-text": "Mine", "go": "next"})
    assert "Bens words Ben" in words(client.get(f"/d/{anna.pk}/1/"))
    unsigned = words(client.get(f"/d/{anna.pk}/2/")).split("What others wrote")[1]
    assert unsigned.startswith(" Unsigned words")
    assert "Ben" not in unsigned


def test_not_open_yet_closed_and_withdrawn(invite, visit, gives):
    anna = invite("Anna")
    client, base = visit(anna), f"/d/{anna.pk}/"
    gives(client, anna, "A page")
    Discussion.objects.update(opens_at=timezone.now() + dt.timedelta(days=1))
    assert "It opens on" in words(client.get(base))
    assert client.get(f"{base}1/").headers["Location"] == base
    Discussion.objects.update(opens_at=timezone.now() - dt.timedelta(days=9), closes_at=timezone.now())
    Idea.objects.update(became="done", became_because="It helped")
    page = words(client.get(base))
    assert "This discussion closed on" in page
    assert "A page Done : It helped" in page
    for address in (f"{base}1/", f"{base}all/"):
        assert client.post(address, {"q1-text": "Late", "go": "next"}).headers["Location"] == base
    assert Answer.objects.filter(prompt__place=0).count() == 0
    Invitation.objects.update(withdrawn_at=timezone.now())
    gone = client.get(base)
    assert (gone.status_code, h1(gone)) == (404, CLOSED)


def test_in_a_room_only_what_was_started_is_asked(invite, visit, discussion):
    Discussion.objects.update(held="live")
    anna = invite("Anna")
    client = visit(anna)
    assert client.get(f"/d/{anna.pk}/1/").status_code == 404
    discussion.steps.filter(place=0).update(started_at=timezone.now())
    assert client.get(f"/d/{anna.pk}/1/").status_code == 200
    assert client.get(f"/d/{anna.pk}/2/").status_code == 404
    assert client.post(f"/d/{anna.pk}/2/draft/", {"q2-text": "x"}).status_code == 404


def test_commitments_and_quotes_are_answered_on_the_same_link(invite, visit, workspace, leader, discussion):
    anna = invite("Anna")
    client, base = visit(anna), f"/d/{anna.pk}/"
    client.post(f"{base}1/", {"q1-text": "Nobody says no", "go": "next"})
    held = Commitment.objects.create(
        workspace=workspace, discussion=discussion, stakeholder=anna.stakeholder, what="Call"
    )
    insight = Insight(workspace=workspace, discussion=discussion, kind="roadblock", statement="No no", author=leader)
    insight.save()
    asked = Evidence.objects.create(
        workspace=workspace, insight=insight, answer=Answer.objects.get(), quote="no", meant="asked", added_by=leader
    )
    page = words(client.get(base))
    assert "The team wrote this down for you" in page
    assert "Is that what you meant?" in page
    assert client.post(f"{base}commitments/{held.pk}/", {"act": "confirm"}).status_code == 302
    held.refresh_from_db()
    assert held.state == "confirmed"
    assert client.post(f"{base}commitments/{anna.pk}/", {"act": "confirm"}).status_code == 404
    long = client.post(f"{base}quotes/{asked.pk}/", {"act": "no", "correction": "y" * 5_001})
    assert (long.status_code, "y" * 5_001 in long.text) == (422, True)
    assert client.post(f"{base}quotes/{asked.pk}/", {"act": "no", "correction": "May say no"}).status_code == 302
    assert "You put it right: May say no" in words(client.get(base))
    assert client.post(f"{base}quotes/{asked.pk + 1}/", {"act": "yes"}).status_code == 404


def test_moderation_is_told_to_the_author(invite, visit, gives, leader):
    anna = invite("Anna")
    client = visit(anna)
    gives(client, anna, "Names Ben")
    Idea.objects.update(hidden_at=timezone.now(), hidden_by=leader, hidden_because="It names a person")
    assert "Others do not see this idea any more: It names a person" in words(client.get(f"/d/{anna.pk}/4/"))


def test_pages_cost_few_queries(invite, visit, gives, django_assert_num_queries):
    """Inside a test's transaction; on its own a visit needs no savepoint, restores no scope and
    finds what all are asked as it was read before: six less."""
    anna, ben = invite("Anna"), invite("Ben")
    gives(visit(ben), ben, "Bens idea")
    client = visit(anna)
    gives(client, anna, "Mine")
    base = f"/d/{anna.pk}/"
    for address, count in [(base, 16), (f"{base}1/", 14), (f"{base}5/", 16), (f"{base}all/", 16)]:
        with django_assert_num_queries(count):
            assert client.get(address).status_code == 200


def test_a_scale_that_comes_again_does_not_read_others_ideas_twice(invite, visit, gives, django_assert_num_queries):
    """The page with all questions has them already: what it adds is whether there are any, and the replies to them."""
    anna, ben = invite("Anna"), invite("Ben")
    gives(visit(ben), ben, "Bens idea")
    client, base = visit(anna), f"/d/{anna.pk}/"
    gives(client, anna, "Mine")
    client.post(f"{base}3/", {"q3-number": "4", "go": "next"})
    idea = Idea.objects.get(text="Bens idea")
    client.post(f"{base}5/vote/", {"idea": idea.pk, "vote": "agree"})
    visit(ben).post(f"/d/{ben.pk}/5/vote/", {"idea": Idea.objects.get(text="Mine").pk, "vote": "pass"})
    with django_assert_num_queries(18):
        page = client.get(f"{base}all/").text
    assert re.findall(r'<option value="idea ([^"]*)"', page) == [str(idea.pk)]


def test_what_is_drawn_once_for_everybody_shows_nothing_that_one_of_them_typed(invite, visit, gives, guide):
    anna, ben = invite("Anna"), invite("Ben")
    hers, his = visit(anna), visit(ben)
    gives(hers, anna, "Annas idea")
    gives(his, ben, "Bens idea")
    gives(hers, anna, "Annas idea")

    def chosen(page) -> list[str]:
        return re.findall(r'value="([^"]*)" checked', page.text)

    hers.post(f"/d/{anna.pk}/3/", {"q3-number": "4", "go": "next"})
    assert [chosen(hers.get(f"/d/{anna.pk}/3/")), chosen(his.get(f"/d/{ben.pk}/3/"))] == [["4"], []]
    wrong = hers.post(f"/d/{anna.pk}/3/", {"q3-why": "so", "go": "next"})
    assert (chosen(wrong), "Choose a number from 0 to 10 as well." in words(wrong)) == ([], True)
    assert "field-problem" not in his.get(f"/d/{ben.pk}/3/").text
    hers.post(f"/d/{anna.pk}/5/", {"go": "back"})
    page = hers.get(f"/d/{anna.pk}/5/")
    idea = Idea.objects.get(text="Bens idea").pk
    fields = {"idea": idea, "stay": idea, "kind": "concern", "text": "Far too dear"}
    assert "Far too dear</textarea>" in hers.post(f"/d/{anna.pk}/5/reply/", fields).text
    after = hers.get(f"/d/{anna.pk}/5/")
    assert (chosen(page), chosen(after)) == (["build"], ["build"])
    assert "Far too dear" not in after.text
    guide.prompts.filter(kind="scale").update(text="How sure are you?", low="not at all", mode="attributed")
    page = his.get(f"/d/{ben.pk}/3/")
    assert (h1(page), "0: not at all" in words(page)) == ("How sure are you?", True)
    assert "With your name: the marketing team sees who wrote this." in words(page)


def test_nothing_hints_at_how_anybody_is_judged(invite, visit, gives):
    telling = re.compile(r"assess|segment|influence|detractor|champion|stakeholder", re.IGNORECASE)
    anna = invite("Anna", "detractor")
    client, base = visit(anna), f"/d/{anna.pk}/"
    gives(client, anna, "Mine")
    for address in [base, f"{base}all/", *(f"{base}{number}/" for number in range(1, 8))]:
        assert telling.findall(client.get(address).text) == [], address
