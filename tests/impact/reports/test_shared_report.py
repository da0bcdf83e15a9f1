"""What somebody meets behind the link to a report: the report, read only, and nothing before its passphrase."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.isolation import scope
from accounts.models import PersonalLink
from impact.models import ReportShare, ReportView
from impact.reports import sharing
from impact.views.shared_report import TRIES
from tests.discussions.rows import READABLE
from tests.impact.reports.conftest import PAGES, h1, withdraw
from tests.impact.reports.documents import a_document
from tests.routes import WRITES

CLOSED = "This link leads nowhere any more"
SECRET = "copper kettle"


def unlocked(browser: Client, share: ReportShare, passphrase: str = SECRET):
    return browser.post(f"/r/{share.pk}/passphrase/", {"passphrase": passphrase})


def views() -> list[bool]:
    return list(ReportView.objects.order_by("at", "pk").values_list("with_pdf", flat=True))


def test_the_link_leads_to_the_report(share, visit, issued):
    one, path = share()
    page = visit(path).get(f"/r/{one.pk}/")
    assert (page.status_code, h1(page)) == (200, "The third quarter for the CFO")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store, private"
    document = a_document()
    for words in [document.question, document.oldest, *(figure.shown for figure in document.figures if figure.shown)]:
        assert words in page.text
    # Wide and narrow, of the two that were measured.
    assert page.text.count('class="xmr xmr-') == 4
    # It leads nowhere but to its PDF, and from light to dark.
    main = page.text.split("<main")[1].split("</main>")[0]
    assert re.findall(r'<(?:a|form)[^>]*(?:href|action)="([^"]*)"', main) == [f"/r/{one.pk}/pdf/", "/theme/"]


def test_looking_asks_for_the_edition_alone_and_writes_nothing(share, visit):
    one, path = share()
    browser = visit(path)
    with CaptureQueriesContext(connection) as made:
        for look in (browser.get, browser.head):
            assert look(f"/r/{one.pk}/").status_code == 200
            assert look(path).status_code == 200
    asked = " ".join(query["sql"] for query in made.captured_queries)
    assert not [query["sql"] for query in made.captured_queries if WRITES.search(query["sql"])]
    assert set(re.findall(r'(?:FROM|JOIN) "(\w+)"', asked)) == {
        "accounts_personallink", "accounts_workspace", "impact_reportshare", "impact_issuedreport",
        # Whether anything it says was corrected.
        "impact_observation", "impact_metricdefinition", "impact_rebaseevent", "impact_target", "impact_contribution",
    }  # fmt: skip
    assert views() == [False]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_sent_to_it(share, visit, method):
    one, path = share()
    assert getattr(visit(path), method)(f"/r/{one.pk}/").status_code == 405


def test_the_pdf_is_the_one_that_was_issued_and_is_noted(share, visit):
    one, path = share()
    answer = visit(path).post(f"/r/{one.pk}/pdf/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="the-third-quarter-for-the-cfo-edition-1.pdf"'
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.content == PAGES
    assert views() == [False, True]


def test_a_look_takes_no_pdf(share, visit):
    one, path = share()
    assert visit(path).get(f"/r/{one.pk}/pdf/").status_code == 405


def test_a_later_edition_is_told_of(share, visit, issue, leader):
    one, path = share()
    browser = visit(path)
    assert "A later edition" not in browser.get(f"/r/{one.pk}/").text
    later = issue()
    said = f"{timezone.localtime(later.issued_at):%-d %B %Y}</time>: ask whoever sent you this."
    assert said in browser.get(f"/r/{one.pk}/").text
    withdraw(later, leader)
    assert "A later edition" not in browser.get(f"/r/{one.pk}/").text


def test_unknown_ended_expired_and_withdrawn_look_alike(share, visit, issued, leader, workspace):
    ended, ended_path = share()
    over, over_path = share()
    gone, gone_path = share()
    browsers = {one.pk: visit(path) for one, path in [(ended, ended_path), (over, over_path), (gone, gone_path)]}
    sharing.end_share(ended)
    for rows in (ReportShare.objects.filter(pk=over.pk), PersonalLink.objects.filter(subject=over.pk)):
        rows.update(expires_at=timezone.now())
    pages = [browsers[each.pk].get(f"/r/{each.pk}/") for each in (ended, over)]
    pages += [Client().get(f"/r/{gone.pk}/"), Client().get(f"/r/{workspace.pk}/")]
    withdraw(issued, leader)
    pages += [browsers[gone.pk].get(f"/r/{gone.pk}/"), browsers[gone.pk].post(f"/r/{gone.pk}/pdf/")]
    pages += [Client().post(gone_path)]
    assert [(page.status_code, h1(page)) for page in pages] == [(404, CLOSED)] * 7
    assert len({page.text.split("<main")[1] for page in pages}) == 1


# Its passphrase ------------------------------------------------------------------------------------------------------


def test_before_the_passphrase_nothing_is_told_of_it(share, visit):
    one, path = share(passphrase=SECRET)
    browser = visit(path)
    page = browser.get(f"/r/{one.pk}/")
    assert (page.status_code, h1(page)) == (200, "Northwind Instruments")
    document = a_document()
    for words in ["third quarter", document.question, document.reader, document.period, "CFO", "Ines"]:
        assert words not in page.text
    assert browser.post(f"/r/{one.pk}/pdf/").headers["Location"] == f"/r/{one.pk}/"
    assert browser.get(f"/r/{one.pk}/passphrase/").headers["Location"] == f"/r/{one.pk}/"
    assert views() == []


def test_a_wrong_one_is_told_and_the_right_one_opens(share, visit):
    one, path = share(passphrase=SECRET)
    browser = visit(path)
    wrong = unlocked(browser, one, "copper cattle")
    assert (wrong.status_code, h1(wrong)) == (422, "Northwind Instruments")
    assert "This is not the passphrase. Ask whoever sent you the link." in wrong.text
    assert "copper cattle" not in wrong.text
    assert views() == []
    right = unlocked(browser, one)
    assert (right.status_code, right.headers["Location"]) == (302, f"/r/{one.pk}/")
    cookie = right.cookies["unlocked"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/r/{one.pk}/", True, "Lax")
    assert h1(browser.get(f"/r/{one.pk}/")) == "The third quarter for the CFO"
    assert browser.post(f"/r/{one.pk}/pdf/").content == PAGES
    assert views() == [False, True]


def test_it_opens_its_own_report_and_no_other(share, visit):
    one, path = share(passphrase=SECRET)
    two, two_path = share(passphrase=SECRET)
    browser = visit(path)
    unlocked(browser, one)
    key = browser.cookies["unlocked"].value
    other = visit(two_path)
    other.cookies["unlocked"] = key
    assert h1(other.get(f"/r/{two.pk}/")) == "Northwind Instruments"
    # Who has the cookie of the passphrase and no visit is at a closed door.
    alone = Client()
    alone.cookies["unlocked"] = key
    assert alone.get(f"/r/{one.pk}/").status_code == 404


def test_guessing_is_stopped_even_from_many_places_and_the_right_one_waits_too(share, visit):
    one, path = share(passphrase=SECRET)
    browser = visit(path)
    for number in range(TRIES):
        browser.defaults["REMOTE_ADDR"] = f"10.0.0.{number}"
        assert unlocked(browser, one, f"guess {number}").status_code == 422
    stopped = unlocked(browser, one)
    assert (stopped.status_code, h1(stopped)) == (429, "Northwind Instruments")
    assert "Wait a quarter of an hour" in stopped.text
    cache.clear()
    assert unlocked(browser, one).status_code == 302


def test_another_link_is_not_held_up_by_it(share, visit):
    one, path = share(passphrase=SECRET)
    two, two_path = share(passphrase=SECRET)
    browser = visit(path)
    for _try in range(TRIES + 1):
        unlocked(browser, one, "guess")
    assert unlocked(visit(two_path), two).status_code == 302


# Secrets -------------------------------------------------------------------------------------------------------------


def test_neither_token_nor_passphrase_come_out_anywhere(share, visit, caplog, capfd, workspace):
    one, path = share(passphrase=SECRET)
    token = path.split("/")[2]
    browser = Client()
    answers = [browser.post(path), browser.get(f"/r/{one.pk}/"), unlocked(browser, one, "wrong one")]
    answers += [unlocked(browser, one), browser.get(f"/r/{one.pk}/"), browser.post(f"/r/{one.pk}/pdf/")]
    assert [answer.status_code for answer in answers] == [302, 200, 422, 302, 200, 200]
    for answer in answers:
        for secret in (token.encode(), SECRET.encode()):
            assert secret not in answer.content + str(answer.headers).encode() + str(answer.cookies).encode()
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    heard = caplog.text + "".join(capfd.readouterr())
    assert token not in heard
    assert SECRET not in heard
    with scope(workspace=workspace.pk), connection.cursor() as cursor:
        cursor.execute(READABLE)
        for (table,) in cursor.fetchall():
            for secret in (token, SECRET):
                cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE strpos(t::text, %s) > 0', [secret])
                assert cursor.fetchone() == (0,), table


def test_a_visit_of_another_workspace_opens_nothing(share, stranger, visit):
    one, _ = share()
    foreign_browser = Client()
    foreign_browser.force_login(stranger)
    assert foreign_browser.get(f"/r/{one.pk}/").status_code == 404
