"""The salience lens: judgements are appended, and told as the class or as what it can still be."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from stakeholders.models import SalienceJudgement
from stakeholders.salience import ASKS, Reading, class_of, judge_salience


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        ((True, True, True), "Definitive"),
        ((True, True, False), "Dominant"),
        ((True, False, True), "Dangerous"),
        ((False, True, True), "Dependent"),
        ((True, False, False), "Dormant"),
        ((False, True, False), "Discretionary"),
        ((False, False, True), "Demanding"),
        ((False, False, False), "No stakeholder"),
    ],
)
def test_three_answers_are_a_class(answers, title):
    power, legitimacy, urgency = answers
    found = class_of(SalienceJudgement(power=power, legitimacy=legitimacy, urgency=urgency))
    assert (found.title, found.is_known, found.asks in ASKS.values()) == (title, True, True)


@pytest.mark.parametrize(
    ("answers", "reading"),
    [
        (
            (True, None, True),
            Reading("Definitive or dangerous", "Open until somebody knows: legitimacy.", False),
        ),
        (
            (None, None, True),
            Reading(
                "Definitive, dangerous, dependent or demanding",
                "Open until somebody knows: power and legitimacy.",
                False,
            ),
        ),
        (
            (False, None, False),
            Reading("Discretionary or no stakeholder", "Open until somebody knows: legitimacy.", False),
        ),
    ],
)
def test_what_is_open_is_told_as_open(answers, reading):
    power, legitimacy, urgency = answers
    assert class_of(SalienceJudgement(power=power, legitimacy=legitimacy, urgency=urgency)) == reading


def test_a_judgement_is_appended_and_never_changed(add_person, leader):
    person = add_person()
    first = judge_salience(person, author=leader, power=True, legitimacy=None, urgency=None, why=" Decides ")
    second = judge_salience(person, author=leader, power=True, legitimacy=True, urgency=False)
    assert list(SalienceJudgement.objects.all()) == [second, first]
    assert (first.why, first.judged_on, first.author) == ("Decides", timezone.localdate(), leader)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE stakeholders_saliencejudgement SET power = false")


def test_nothing_answered_is_nothing_judged(add_person, leader):
    with pytest.raises(ValidationError) as refused:
        judge_salience(add_person(), author=leader, power=None, legitimacy=None, urgency=None)
    assert refused.value.messages == ["Answer at least one of the three; what nobody knows can stay open."]
    assert SalienceJudgement.objects.count() == 0
