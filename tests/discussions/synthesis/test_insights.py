"""Insights rest on evidence; shifts and commitments are decided by people."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.isolation import scope
from discussions.models import Commitment, Evidence, Insight, Response, Shift
from discussions.synthesis import becoming, checking_back, following_up, insights, shifts
from discussions.synthesis.insights import Quote
from mail.models import Message
from stakeholders.models import Concern
from web.meanwhile import EditedMeanwhile

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(invite, answer):
    anna = invite("Anna Berg")
    return answer(anna, "success", text="Fewer leads, and somebody who answers the phone.")


@pytest.fixture
def drawn(workspace, discussion, leader, said):
    with scope(workspace=workspace.pk):
        return insights.draw(
            discussion, by=leader, kind="motivation", statement="Quality counts", quotes=[Quote(said, "Fewer leads")]
        )


def test_an_insight_is_drawn_from_words(workspace, drawn, said):
    with scope(workspace=workspace.pk):
        found = Evidence.objects.get()
    assert (found.insight_id, found.answer_id, found.quote, found.starts) == (drawn.pk, said.pk, "Fewer leads", 0)


def test_no_insight_without_evidence(workspace, discussion, leader):
    with scope(workspace=workspace.pk):
        with pytest.raises(ValidationError, match="at least one piece of evidence"):
            insights.draw(discussion, by=leader, kind="motivation", statement="Quality counts", quotes=[])
        Insight.objects.create(
            workspace=workspace, discussion=discussion, kind="shift", statement="Nothing", author=leader
        )
        with (
            connection.cursor() as cursor,
            pytest.raises(IntegrityError, match="has no evidence"),
            transaction.atomic(),
        ):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        Insight.objects.all().delete()


def test_the_last_piece_of_evidence_stays(workspace, leader, drawn, said):
    with scope(workspace=workspace.pk):
        with pytest.raises(ValidationError, match="rests on at least one"):
            insights.detach(Evidence.objects.get())
        insights.attach(drawn, Quote(said, "the phone"), by=leader)
        insights.attach(drawn, Quote(said, "the phone"), by=leader)
        assert Evidence.objects.count() == 2
        insights.detach(Evidence.objects.get(quote="Fewer leads"))
        assert [each.quote for each in Evidence.objects.all()] == ["the phone"]


def test_two_editors_do_not_overwrite_each_other(workspace, drawn):
    with scope(workspace=workspace.pk):
        first = insights.edit(drawn, expected_revision=1, statement="Quality counts most", decided="One list")
        assert (first.revision, first.decided_on) == (2, timezone.localdate())
        with pytest.raises(EditedMeanwhile) as meanwhile:
            insights.edit(drawn, expected_revision=1, statement="Late")
    assert meanwhile.value.now.statement == "Quality counts most"


def test_those_quoted_are_asked_once_in_one_letter(workspace, discussion, leader, invite, answer, drawn, said):
    with scope(workspace=workspace.pk):
        said.invitation.stakeholder.email = "anna@example.org"
        said.invitation.stakeholder.save()
        insights.attach(drawn, Quote(said, "the phone"), by=leader)
    nameless = answer(invite("Ben Ode"), "roadblock", text="Nobody decides.")
    with scope(workspace=workspace.pk):
        insights.attach(drawn, Quote(nameless), by=leader)
        assert checking_back.may_ask(discussion) == 2
        letters = checking_back.ask(discussion, now=timezone.now())
        assert [letter.recipient for letter in letters] == ["anna@example.org"]
        assert "Fewer leads" not in bytes(letters[0].mime).decode()
        assert sorted(Evidence.objects.values_list("meant", flat=True)) == ["", "asked", "asked"]
        assert checking_back.ask(discussion, now=timezone.now()) == []


def test_a_shift_is_put_on_the_map_with_its_source(workspace, discussion, leader, member, invite, answer, mode, idea):
    anna = invite("Anna Berg", segment="detractor")
    mover = idea("A pilot with two teams")
    row = answer(anna, "scale", number=3, number_after=7, why_after="It is only a pilot.", moved_by=mover)
    with scope(workspace=workspace.pk):
        assert not shifts.moves(discussion, member).exists()
        (found,) = shifts.moved(shifts.moves(discussion, leader), discussion)
        # The whole team reads it on the map: neither what was said nor which number was given.
        assert found.reason == "A change of mind in “Better leads”, told to the facilitator in confidence."
        assert found.why == "It is only a pilot."
    mode("scale", "attributed")
    with scope(workspace=workspace.pk):
        (found,) = shifts.moved(shifts.moves(discussion, member), discussion)
        assert (found.before, found.after, found.position) == (3, 7, 1)
        assert "“It is only a pilot.” Moved by the idea “A pilot with two teams”." in found.reason
        shift = shifts.accept(row, by=member, position=1, why=found.reason)
        person = anna.stakeholder
        person.refresh_from_db()
        assert (shift.assessment.source, shift.assessment.position, person.position) == ("discussion", 1, 1)
        with pytest.raises(ValidationError, match="decided on this already"):
            shifts.set_aside(row, by=member)
        assert Shift.objects.count() == 1


def test_a_reply_that_moved_somebody_is_in_the_reason(workspace, discussion, leader, invite, answer, mode, idea):
    mode("scale", "attributed")
    anna, mover = invite("Anna Berg"), idea("A pilot with two teams")
    with scope(workspace=workspace.pk):
        reply = Response.objects.create(
            workspace=workspace, discussion=discussion, idea=mover, voice="x", kind="build", text="And with mine"
        )
    answer(anna, "scale", number=3, number_after=7, moved_by=mover, moved_by_reply=reply)
    with scope(workspace=workspace.pk):
        (found,) = shifts.moved(shifts.moves(discussion, leader), discussion)
    assert (found.by_idea, found.by_reply) == ("A pilot with two teams", "And with mine")
    assert found.reason.endswith("Moved by the reply “And with mine” to the idea “A pilot with two teams”.")


def test_setting_a_shift_aside_moves_nobody(workspace, leader, invite, answer):
    anna = invite("Anna Berg")
    row = answer(anna, "scale", number=3, number_after=7)
    with scope(workspace=workspace.pk):
        before = anna.stakeholder.position
        assert shifts.set_aside(row, by=leader).assessment is None
        anna.stakeholder.refresh_from_db()
        assert anna.stakeholder.position == before


def test_an_objection_lands_on_their_page_once(workspace, discussion, leader, invite, answer, mode):
    mode("roadblock", "attributed")
    anna = invite("Anna Berg")
    answer(anna, "roadblock", text="Finance blocks it.")
    with scope(workspace=workspace.pk):
        (found,) = shifts.objections(discussion)
        assert not found.is_carried
        concern = shifts.carry(found, discussion, by=leader)
        assert concern.said == "Finance blocks it.\n(Said in the discussion “Better leads”)"
        assert shifts.carry(found, discussion, by=leader) is None
        assert Concern.objects.filter(stakeholder=anna.stakeholder).count() == 1
        assert shifts.objections(discussion)[0].is_carried


def test_objections_in_confidence_or_without_a_name_are_on_nobodys_page(workspace, discussion, invite, answer, mode):
    answer(invite("Anna Berg"), "roadblock", text="Finance blocks it.")
    mode("roadblock", "confidential")
    answer(invite("Ben Ode"), "roadblock", text="Sales blocks it.")
    with scope(workspace=workspace.pk):
        assert shifts.objections(discussion) == []


TODAY = timezone.localdate


@pytest.fixture
def promised(workspace, discussion, invite):
    anna = invite("Anna Berg")

    def made(**more):
        with scope(workspace=workspace.pk):
            anna.stakeholder.email = "anna@example.org"
            anna.stakeholder.save()
            found = following_up.promise(
                workspace, what="Send the list", due_on=more.pop("due_on", None), stakeholder=anna.stakeholder,
                discussion=discussion,
            )  # fmt: skip
            Commitment.objects.filter(pk=found.pk).update(**more)
            return Commitment.objects.get(pk=found.pk)

    return made


def test_what_the_team_writes_down_for_somebody_waits_for_their_yes(workspace, leader, promised):
    assert promised().state == "proposed"
    with scope(workspace=workspace.pk):
        ours = following_up.promise(workspace, what="Answer in a day", due_on=None, user=leader)
        assert ours.state == "confirmed"
        letter = following_up.ask_for_yes(Commitment.objects.get(stakeholder__isnull=False), now=timezone.now())
        assert letter.recipient == "anna@example.org"
        assert letter.subject == "Did we understand you right?"
        assert following_up.ask_for_yes(ours, now=timezone.now()) is None


def test_not_kept_says_what_happened(workspace, promised):
    found = promised(state="confirmed")
    with scope(workspace=workspace.pk):
        with pytest.raises(ValidationError, match="what happened instead"):
            following_up.settle(found, "broken", happened=" ", expected_revision=1)
        kept = following_up.settle(found, "kept", happened="Sent on Monday", expected_revision=1)
        assert (kept.state, kept.happened, kept.settled_on) == ("kept", "Sent on Monday", TODAY())
        with pytest.raises(following_up.SettledMeanwhile):
            following_up.settle(found, "broken", happened="No", expected_revision=1)


def test_a_change_makes_another_one(workspace, promised):
    found = promised(state="confirmed", confidence=6)
    with scope(workspace=workspace.pk):
        made = following_up.change(found, what="Send half", due_on=None, happened="Too much", expected_revision=1)
        found.refresh_from_db()
    assert (found.state, found.happened, found.instead_id) == ("changed", "Too much", made.pk)
    with scope(workspace=workspace.pk), pytest.raises(ValidationError, match="agreed before"):
        following_up.change(made, what="Send half ", due_on=None, happened="Still", expected_revision=1)
    assert (made.what, made.state, made.confidence) == ("Send half", "proposed", 6)


@pytest.mark.parametrize(
    ("state", "due", "reminded", "is_due"),
    [
        ("confirmed", 3, None, True),
        ("confirmed", 4, None, False),
        ("confirmed", 0, -2, False),
        ("confirmed", 0, None, True),
        ("confirmed", -1, -3, True),
        ("confirmed", -1, 0, False),
        ("confirmed", -9, -8, False),
        ("proposed", 1, None, False),
        ("kept", -1, None, False),
    ],
)
def test_reminders_are_due_once_before_and_once_after(workspace, promised, state, due, reminded, is_due):
    day = TODAY()
    promised(
        state=state,
        due_on=day + dt.timedelta(days=due),
        reminded_on=None if reminded is None else day + dt.timedelta(days=reminded),
    )
    with scope(workspace=workspace.pk):
        letters = following_up.write_reminders(workspace, now=timezone.now())
        assert len(letters) == is_due
        assert following_up.write_reminders(workspace, now=timezone.now()) == []
        assert Message.objects.filter(kind="commitment").count() == is_due


def test_what_became_of_ideas_is_stored_for_many_and_their_doubles(workspace, discussion, idea):
    one, two = idea("One list"), idea("A cap")
    double = idea("A single list", same_as=one)
    with scope(workspace=workspace.pk):
        with pytest.raises(ValidationError, match="why it is not pursued"):
            becoming.becomes(discussion, [one], "declined", because="")
        assert becoming.becomes(discussion, [one, two], "planned", because="From March on") == 2
        for each in (one, two, double):
            each.refresh_from_db()
            assert (each.became, each.became_because, each.became_on) == ("planned", "From March on", TODAY())
