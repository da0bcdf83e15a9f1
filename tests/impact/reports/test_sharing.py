"""Links to an issued report: made for a time, with a passphrase or without, and ended for good."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import links
from accounts.links import LinkClosedError
from accounts.models import PersonalLink
from accounts.tokens import hashed
from impact.models import ReportShare, ReportView
from impact.reports import sharing
from tests.impact.reports.conftest import withdraw


def token_of(path: str) -> str:
    return path.split("/")[2]


def test_a_link_lives_for_thirty_days_and_only_its_hash_is_kept(share, leader):
    one, path = share()
    link = PersonalLink.objects.get()
    assert (link.purpose, link.subject, link.token_hash) == ("report", one.pk, hashed(token_of(path)))
    assert link.expires_at == one.expires_at
    assert timezone.now() + dt.timedelta(days=30) - one.expires_at < dt.timedelta(minutes=1)
    assert (one.label, one.stakeholder, one.passphrase_hash, one.author) == ("The auditors", None, "", leader)


def test_a_passphrase_is_kept_as_a_hash_and_known(share):
    one, _ = share(passphrase="copper kettle")
    assert "copper" not in one.passphrase_hash
    assert sharing.knows(one, "copper kettle")
    assert not sharing.knows(one, "Copper kettle")
    assert not sharing.knows(one, "")
    plain, _ = share()
    assert not sharing.knows(plain, "")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"label": "  "}, "label"),
        ({"passphrase": "seven77"}, "passphrase"),
        ({"expires_at": timezone.now() - dt.timedelta(minutes=1)}, "expires_at"),
        ({"expires_at": timezone.now() + dt.timedelta(days=367)}, "expires_at"),
    ],
    ids=["nobody", "short", "over", "far"],
)
def test_what_makes_no_link(share, fields, field):
    with pytest.raises(ValidationError) as refused:
        share(**fields)
    assert list(refused.value.message_dict) == [field]
    assert not PersonalLink.objects.exists()


def test_nothing_is_shared_of_what_was_withdrawn(share, issued, leader):
    withdraw(issued, leader)
    with pytest.raises(ValidationError, match="This edition was withdrawn"):
        share()


def test_more_links_than_anybody_keeps_an_eye_on_are_not_made(share, monkeypatch):
    monkeypatch.setattr(sharing, "MOST", 1)
    share()
    with pytest.raises(ValidationError, match="1 links to this edition are open"):
        share()


def test_ending_one_ends_it_for_good_and_no_other(share):
    one, path = share()
    other, other_path = share("The board")
    assert sharing.end_share(one)
    assert not sharing.end_share(one)
    with pytest.raises(LinkClosedError):
        links.find_open(hashed(token_of(path)))
    assert links.find_open(hashed(token_of(other_path))).subject == other.pk
    assert sharing.find_open(one.pk) is None


def test_withdrawing_an_edition_ends_all_its_links_and_those_of_no_other(share, issue, issued):
    later = issue()
    one, path = share()
    two, _ = share()
    kept, kept_path = share(of=later)
    assert sharing.end_shares_of(issued) == 2
    assert [sharing.find_open(each.pk) for each in (one, two)] == [None, None]
    with pytest.raises(LinkClosedError):
        links.find_open(hashed(token_of(path)))
    assert links.find_open(hashed(token_of(kept_path))).subject == kept.pk


def test_coming_through_the_door_is_noted_unless_a_passphrase_stands_behind_it(share):
    (one, path), (locked, locked_path) = share(), share(passphrase="copper kettle")
    for each in (path, locked_path, path):
        links.use(hashed(token_of(each)))
    assert list(ReportView.objects.values_list("share", "with_pdf")) == [(one.pk, False), (one.pk, False)]
    sharing.note_view(locked, with_pdf=True)
    rows = {row.pk: (row.read, row.taken) for row in sharing.shares_of(one.issued)}
    assert rows == {one.pk: (2, 0), locked.pk: (0, 1)}
    assert [view.with_pdf for view in sharing.views_of(locked)] == [True]


def test_a_use_of_what_was_withdrawn_counts_nothing(share, issued, leader):
    _, path = share()
    withdraw(issued, leader)
    with pytest.raises(LinkClosedError):
        links.use(hashed(token_of(path)))
    assert PersonalLink.objects.get().uses == 0
    assert not ReportView.objects.exists()


def test_open_links_come_first(share, issued):
    ended, _ = share("Ended")
    sharing.end_share(ended)
    over, _ = share("Over")
    ReportShare.objects.filter(pk=over.pk).update(expires_at=timezone.now())
    share("Open")
    assert [str(one) for one in sharing.shares_of(issued)] == ["Open", "Over", "Ended"]


def test_a_later_edition_that_stands_is_known(issue, issued, leader):
    assert sharing.later_edition(issued) is None
    second = issue()
    third = issue()
    assert sharing.later_edition(issued) == third.issued_at
    withdraw(third, leader)
    assert sharing.later_edition(issued) == second.issued_at
    assert sharing.later_edition(third) is None
