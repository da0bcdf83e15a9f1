"""The pages of what comes out of a discussion: who reads what, and that no figure gives anybody away."""

import re

import pytest
from django.utils import timezone

from accounts.isolation import scope
from discussions.models import Answer, Commitment, Evidence, Idea, Insight, Vote
from discussions.synthesis import agreement, following_up, insights
from discussions.synthesis.insights import Quote
from discussions.tasks import read_agreement
from stakeholders import erasure
from stakeholders.models import Stakeholder

pytestmark = pytest.mark.django_db

HOME = "/w/northwind/discuss/"
# What changes from request to request, and says nothing.
FLEETING = re.compile(r'csrfmiddlewaretoken" value="[^"]+"|data-live="[^"]+"|name="key" value="[^"]+"')


@pytest.fixture
def addresses(discussion) -> list[str]:
    own = f"{HOME}{discussion.pk}/"
    pages = ["synthesis/", "agreement/", "synthesis.md", "synthesis.csv", "coding/", "themes/", "shifts/", "loop/"]
    return [*(f"{own}{page}" for page in pages), f"{HOME}commitments/"]


def bodies(client, addresses) -> list[str]:
    found = []
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        found.append(FLEETING.sub("", response.content.decode()))
    return found


@pytest.fixture
def voted(workspace, discussion, crowd, idea, vote, mode, answer):
    """Six champions and, too few to show, four detractors and three participants: votes, and a scale twice."""
    mode("ideas", "confidential")
    people = crowd(champion=6, detractor=4, participant=3)
    ideas = [idea("One list of accounts"), idea("A cap on requests")]
    vote(ideas[0], dict(zip(people["champion"], "++++-o", strict=True)))
    vote(ideas[1], dict.fromkeys(people["champion"], "-"))
    for segment in people:
        for place, each in enumerate(people[segment]):
            words = {"why": f"{each.stakeholder.name} before", "why_after": f"{each.stakeholder.name} after"}
            answer(each, "scale", number=place, number_after=place + 3, **words)
    return people, ideas


def test_votes_too_few_to_show_change_no_byte_of_any_page_or_file(
    workspace, discussion, as_leader, as_member, voted, vote, addresses
):
    people, ideas = voted
    told = {}
    for sign in "+-o":
        for one in ideas:
            vote(one, dict.fromkeys([*people["detractor"], *people["participant"]], sign))
        read_agreement(workspace_id=str(workspace.pk), discussion_id=discussion.pk)
        told[sign] = (bodies(as_leader, addresses), bodies(as_member, addresses))
    assert told["+"] == told["-"] == told["o"]
    (synthesis, page, markdown, table, *_), _ = told["+"]
    assert "<strong>4 of 6</strong> agree" in synthesis
    assert "<strong>4 of 6</strong> agree" in page
    assert "Not shown, fewer than five or not published yet: detractors and participants" in page
    assert "Champion: 4 of 6 agree, 30 to 90 %; Detractor: not shown" in markdown
    assert "idea,One list of accounts,Champion,6,4,1,1,67,30,90,consensus 62" in table
    assert 'idea,One list of accounts,Detractor,,,,,,,,"not shown' in table


def test_scales_of_segments_too_small_are_in_no_page_or_file(workspace, discussion, as_member, voted, addresses):
    read_agreement(workspace_id=str(workspace.pk), discussion_id=discussion.pk)
    # Their words can be read; a number beside them could be taken off what is counted.
    scale = discussion.version.prompts.get(kind="scale").pk
    own = f"{HOME}{discussion.pk}"
    addresses = [*addresses, f"{own}/coding/?prompt={scale}", f"{own}/moderate/?show=answers"]
    before = bodies(as_member, addresses)
    assert all("detractor 3 before" in body for body in before[-2:])
    with scope(workspace=workspace.pk):
        Answer.objects.filter(segment__in=["detractor", "participant"]).update(number=10, number_after=0)
    read_agreement(workspace_id=str(workspace.pk), discussion_id=discussion.pk)
    assert bodies(as_member, addresses) == before
    assert "2.5 in the middle" not in before[0]
    assert "<strong>2.5</strong> in the middle" in before[0]


def test_who_holds_it_reads_confidential_names_and_nobody_else_does(
    workspace, discussion, leader, as_leader, as_member, invite, answer, mode, prompts, addresses
):
    mode("roadblock", "confidential")
    mode("commitment", "confidential")
    people = [invite(f"Zephyrine {n} Quill", segment="champion") for n in range(6)]
    rows = [answer(each, "roadblock", text=f"Finance blocks {n}") for n, each in enumerate(people)]
    answer(people[0], "scale", number=2, number_after=8)
    promised = answer(people[0], "commitment", text="Send it")
    with scope(workspace=workspace.pk):
        insights.draw(discussion, by=leader, kind="roadblock", statement="Finance", quotes=[Quote(row) for row in rows])
        Commitment.objects.create(
            workspace=workspace, discussion=discussion, answer=promised, what="Send it", state="confirmed",
            stakeholder=people[0].stakeholder,
        )  # fmt: skip
    coding = f"{HOME}{discussion.pk}/coding/?prompt={prompts['roadblock'].pk}"
    everywhere = [*addresses, coding, f"{coding}&segment=champion"]
    for body in bodies(as_member, everywhere):
        assert "Zephyrine" not in body
    assert "Finance blocks 3" in as_member.get(coding).content.decode()
    assert "Zephyrine 3 Quill" in as_leader.get(coding).content.decode()
    assert "6 people in confidence" in as_member.get(addresses[0]).content.decode()
    commitment = f"{HOME}commitments/"
    assert "Told to the facilitator in confidence" in as_member.get(commitment).content.decode()
    assert "Zephyrine 0 Quill" in as_leader.get(commitment).content.decode()
    with scope(workspace=workspace.pk):
        pk = Commitment.objects.get().pk
    assert as_member.get(f"{HOME}commitments/{pk}/settle/").status_code == 404
    assert as_leader.get(f"{HOME}commitments/{pk}/settle/").status_code == 200
    shift = f"{HOME}{discussion.pk}/shifts/{answer_of(workspace, 'scale')}/accept/"
    assert as_member.post(shift, {"position": "1", "why": "Moved"}).status_code == 404
    assert as_leader.post(shift, {"position": "1", "why": "Moved"}).status_code == 302


def answer_of(workspace, kind):
    with scope(workspace=workspace.pk):
        return Answer.objects.get(prompt__kind=kind).pk


def test_anonymous_words_are_read_from_five_answers_and_cannot_be_quoted_before(
    workspace, discussion, as_leader, invite, answer, prompts
):
    rows = [answer(invite(f"P {n}"), "roadblock", text=f"Finance blocks {n}") for n in range(4)]
    coding = f"{HOME}{discussion.pk}/coding/?prompt={prompts['roadblock'].pk}"
    page = as_leader.get(coding).content.decode()
    assert "Finance blocks" not in page
    assert "Shown from 5 answers" in page
    attach = f"{HOME}{discussion.pk}/coding/attach/"
    new = {"row": f"answer:{rows[0].pk}", "insight": "new", "kind": "roadblock", "statement": "Finance"}
    assert as_leader.post(attach, new).status_code == 404
    answer(invite("P 5"), "roadblock", text="Finance blocks 5")
    assert "Finance blocks 0" in as_leader.get(coding).content.decode()
    assert as_leader.post(attach, new).status_code == 302


def test_votes_are_evidence_as_soon_as_a_figure_of_them_is_shown(
    workspace, discussion, as_member, crowd, idea, vote, mode
):
    mode("ideas", "confidential")
    people = crowd(champion=9)["champion"]
    ours = idea("One list of accounts")
    vote(ours, dict.fromkeys(people[:4], "+"))
    own, address = f"{HOME}{discussion.pk}/", f"{HOME}{discussion.pk}/ideas/{ours.pk}/evidence/"
    new = {"insight": "new", "kind": "tension", "statement": "A list is wanted"}

    def read() -> str:
        read_agreement(workspace_id=str(workspace.pk), discussion_id=discussion.pk)
        return as_member.get(f"{own}agreement/").content.decode()

    assert address not in read()
    refused = as_member.post(address, new)
    assert refused.status_code == 422
    assert "no figure may be shown yet" in refused.content.decode()
    vote(ours, {people[4]: "-"})
    assert address in read()
    assert '<strong class="num">4 of 5 agree</strong>' in as_member.get(address).content.decode()
    empty = as_member.post(address, {**new, "statement": " "})
    assert (empty.status_code, "Say in one sentence what was learnt." in empty.content.decode()) == (422, True)
    assert as_member.post(address, new).status_code == 302
    with scope(workspace=workspace.pk):
        kept = Insight.objects.get()
        assert [(each.is_votes, each.idea_id, each.quote) for each in kept.evidence.all()] == [(True, ours.pk, "")]
    # Put under one that is drawn, a second time: it is there once.
    assert as_member.post(address, {"insight": str(kept.pk)}).status_code == 302
    with scope(workspace=workspace.pk):
        assert kept.evidence.count() == 1
    assert as_member.post(address, {"insight": str(kept.pk + 1)}).status_code == 422
    # Four more votes wait for a fifth: the insight, too, says nothing of them.
    vote(ours, dict.fromkeys(people[5:], "+"))
    read()
    assert "4 of 5 agree with “One list of accounts”" in as_member.get(f"{own}synthesis/").content.decode()
    assert "4 of 5 agree with “One list of accounts”" in as_member.get(f"{own}synthesis.md").content.decode()
    assert '<span class="num">4 of 5 agree</span>' in as_member.get(f"{own}coding/").content.decode()


def test_words_are_put_under_an_insight_and_taken_off(workspace, discussion, as_member, invite, answer):
    row = answer(invite("Anna Berg"), "success", text="Fewer leads, and somebody who answers the phone.")
    attach = f"{HOME}{discussion.pk}/coding/attach/"
    nothing = as_member.post(attach, {"insight": "new", "kind": "shift", "statement": "Typed"})
    assert nothing.status_code == 422
    assert "Choose an answer first." in nothing.content.decode()
    assert "Typed" in nothing.content.decode()
    said = {"row": f"answer:{row.pk}"}
    as_member.post(attach, {**said, "words": "the phone", "insight": "new", "kind": "motivation", "statement": "Calls"})
    with scope(workspace=workspace.pk):
        insight, evidence = Insight.objects.get(), Evidence.objects.get()
    assert (insight.statement, evidence.quote, evidence.starts) == ("Calls", "the phone", 38)
    as_member.post(attach, {**said, "insight": str(insight.pk)}, headers={"HX-Request": "true", "HX-Target": "coding"})
    remove = f"{HOME}evidence/{evidence.pk}/remove/"
    assert as_member.post(remove).status_code == 302
    with scope(workspace=workspace.pk):
        (left,) = Evidence.objects.all()
    page = as_member.post(f"{HOME}evidence/{left.pk}/remove/", follow=True).content.decode()
    assert "rests on at least one piece of evidence" in page
    edit = f"{HOME}insights/{insight.pk}/edit/"
    stored = as_member.post(
        edit, {"kind": "motivation", "statement": "Calls count", "decided": "A line", "revision": 1}
    )
    assert stored.status_code == 302
    late = as_member.post(edit, {"kind": "motivation", "statement": "Mine", "decided": "", "revision": 1})
    assert late.status_code == 409
    assert "Calls count" in late.content.decode()
    assert as_member.post(f"{HOME}insights/{insight.pk}/delete/").status_code == 302
    with scope(workspace=workspace.pk):
        assert Evidence.objects.count() == 0


def test_a_theme_that_is_accepted_is_an_insight_with_its_quotes(workspace, discussion, as_member, invite, answer):
    words = ["budget approved late", "budget approved never", "late budget again", "phone leads answer"]
    words += ["leads answer no phone", "leads phone answer cold"]
    for n, text in enumerate(words):
        answer(invite(f"P {n}"), "success", text=text)
    address = f"{HOME}{discussion.pk}/themes/"
    page = as_member.get(address).content.decode()
    rows = re.findall(r'name="row" value="(answer:[^"]+)"', page)
    assert len(rows) == 6
    with scope(workspace=workspace.pk):
        assert Insight.objects.count() == 0
    kept = as_member.post(address, {"row": rows[:2], "kind": "roadblock", "statement": ""})
    assert kept.status_code == 422
    as_member.post(address, {"row": rows[:2], "kind": "roadblock", "statement": "Money comes late"})
    with scope(workspace=workspace.pk):
        assert Insight.objects.get().evidence.count() == 2


def test_a_commitment_is_written_down_and_followed(workspace, discussion, as_member, member, invite):
    anna = invite("Anna Berg")
    new = f"{HOME}commitments/new/?discussion={discussion.pk}"
    assert "Anna Berg" in as_member.get(new).content.decode()
    typed = {"owner": f"person:{anna.stakeholder_id}", "what": "Send the list", "due_on": "2026-12-01"}
    assert as_member.post(new, typed).status_code == 302
    assert (
        as_member.post(new, {"owner": f"user:{member.pk}", "what": "Answer in a day", "due_on": ""}).status_code == 302
    )
    with scope(workspace=workspace.pk):
        theirs = Commitment.objects.get(user=None)
        ours = Commitment.objects.get(user=member)
    assert (theirs.state, ours.state, theirs.discussion_id) == ("proposed", "confirmed", discussion.pk)
    settle = f"{HOME}commitments/{ours.pk}/settle/"
    silent = as_member.post(settle, {"state": "broken", "happened": "", "revision": 1})
    assert silent.status_code == 422
    # Somebody else has changed it meanwhile: what was typed comes back.
    late = as_member.post(settle, {"state": "broken", "happened": "Too many calls", "revision": 0})
    assert late.status_code == 409
    assert all(words in late.text for words in ("Nothing of yours is stored yet", "Too many calls"))
    assert as_member.post(settle, {"state": "kept", "happened": "Yes", "revision": 1}).status_code == 302
    page = as_member.get(f"{HOME}commitments/?show=kept").content.decode()
    assert "Answer in a day" in page
    assert "One is open, none overdue. Of 1 that was settled, 1 was kept." in page


def test_what_became_of_ideas_is_told_in_one_go(workspace, discussion, as_member, idea):
    first, second = idea("One list"), idea("A cap")
    address = f"{HOME}{discussion.pk}/loop/"
    became = f"{address}became/"
    assert as_member.post(became, {"became": "planned"}).status_code == 422
    assert as_member.post(became, {"became": "declined", "idea": [str(first.pk)]}).status_code == 422
    told = {"became": "planned", "because": "From March on", "idea": [str(first.pk), str(second.pk)]}
    assert as_member.post(became, told).status_code == 302
    page = as_member.get(f"{address}?show=planned").content.decode()
    assert "From March on" in page
    assert "Nothing is undecided." in page


def test_exports_run_no_formula_and_no_markdown(workspace, discussion, leader, as_member, invite, answer):
    row = answer(invite("Anna Berg"), "success", text="Yes")
    with scope(workspace=workspace.pk):
        insights.draw(discussion, by=leader, kind="idea", statement="=HYPERLINK(1) *b* <i>", quotes=[Quote(row)])
    table = as_member.get(f"{HOME}{discussion.pk}/synthesis.csv")
    assert table.content.startswith(b"\xef\xbb\xbfpart,about,segment")
    assert ",'=HYPERLINK(1)" in table.content.decode()
    assert table.headers["Content-Disposition"] == 'attachment; filename="better-leads.csv"'
    markdown = as_member.get(f"{HOME}{discussion.pk}/synthesis.md").content.decode()
    assert "- =HYPERLINK(1) \\*b\\* \\<i\\> (1 person of 1 segment)" in markdown


def test_pages_of_a_discussion_in_which_nothing_was_said(as_leader, addresses):
    found = bodies(as_leader, addresses)
    assert "Nothing to tell yet" in found[0] or "follow in a moment" in found[0]
    assert "Nobody has written anything yet" in found[4]


QUERIES = {
    "synthesis/": 11, "agreement/": 6, "synthesis.csv": 11, "coding/": 8, "coding/?uncoded=1": 7, "shifts/": 11,
    "loop/": 9,
}  # fmt: skip


@pytest.mark.parametrize("many", [1, 3])
def test_queries(workspace, discussion, leader, as_leader, many, invite, answer, idea, vote, mode, queries):
    mode("ideas", "attributed")
    mode("roadblock", "attributed")
    mode("scale", "attributed")
    for n in range(many):
        person = invite(f"P {n}")
        rows = [answer(person, "success", text=f"Leads {n}"), answer(person, "roadblock", text=f"Money {n}")]
        answer(person, "scale", number=2, number_after=6)
        vote(idea(f"Idea {n}"), {person: "+"})
        with scope(workspace=workspace.pk):
            insights.draw(discussion, by=leader, kind="idea", statement=f"I {n}", quotes=[Quote(row) for row in rows])
            following_up.promise(
                workspace, what=f"W {n}", due_on=None, discussion=discussion, stakeholder=person.stakeholder
            )
    with scope(workspace=workspace.pk):
        agreement.read(discussion, now=timezone.now())
    found = {}
    for page in QUERIES:
        found[page] = queries(as_leader, f"{HOME}{discussion.pk}/{page}")
    assert found == QUERIES


def test_somebodys_export_tells_them_their_own_words_and_their_erasure_takes_them(
    workspace, discussion, leader, invite, answer, vote, idea
):
    anna = invite("Zephyrine Quillfeather")
    answer(anna, "success", text="Fewer leads")
    answer(anna, "roadblock", text="Without my name")
    vote(idea("One list"), {anna: "+"})
    with scope(workspace=workspace.pk, user=leader.pk):
        row = Answer.objects.get(text="Fewer leads")
        insights.draw(discussion, by=leader, kind="idea", statement="Zephyrine Quillfeather asks", quotes=[Quote(row)])
        following_up.promise(
            workspace, what="Send it", due_on=None, discussion=discussion, stakeholder=anna.stakeholder
        )
        told = erasure.everything_about(anna.stakeholder)
        (part,) = told["invitations_to_discussions"]
        assert [each["text"] for each in part["answers"]] == ["Fewer leads"]
        assert [each["what"] for each in told["commitments"]] == ["Send it"]
        held = erasure.holdings(anna.stakeholder)
        assert (1, "invitation to a discussion", "invitations to discussions") in held.more
        assert (None, "Zephyrine Quillfeather asks", "an insight") in held.mentions
        erasure.erase(
            Stakeholder.objects.get(pk=anna.stakeholder_id), actor=leader, typed_name="Zephyrine Quillfeather"
        )
        assert [each.text for each in Answer.objects.all()] == ["Without my name"]
        assert Evidence.objects.count() == 0
        assert Commitment.objects.count() == 0
        assert Idea.objects.count() == 1
        assert Vote.objects.count() == 1
        # It rests on nothing any more, and its statement is the team's to mend.
        Insight.objects.all().delete()
