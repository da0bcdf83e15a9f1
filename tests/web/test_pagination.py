"""One page of a list, whatever the address asks for."""

import pytest
from django.template import RequestContext, Template
from django.test import RequestFactory

from web.pagination import paginate


def page_of(rows: int, query: str, per_page: int = 10):
    return paginate(RequestFactory().get(f"/?{query}"), range(rows), per_page)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("", 1),
        ("page=2", 2),
        ("page=0", 1),
        ("page=-3", 1),
        ("page=99", 3),
        ("page=x", 1),
        ("page=", 1),
        ("page=2.5", 1),
        ("page=%00", 1),
        ("page=99999999999999999999", 3),
        ("page=1&page=3", 3),
    ],
)
def test_the_nearest_page(query, number):
    assert page_of(25, query).number == number


def test_no_rows_is_one_empty_page():
    page = page_of(0, "page=7")
    assert (page.number, list(page), page.paginator.num_pages) == (1, [], 1)


def test_exactly_one_page_and_one_row_more():
    assert page_of(10, "").paginator.num_pages == 1
    assert list(page_of(11, "page=2")) == [10]


def test_numbers_leave_gaps():
    assert page_of(200, "page=10").numbers == [1, None, 9, 10, 11, None, 20]
    assert page_of(25, "").numbers == [1, 2, 3]


def drawn(rows: int, query: str, arguments: str = "") -> str:
    request = RequestFactory().get(f"/?{query}")
    context = RequestContext(request, {"page": paginate(request, range(rows), 10), "request": request})
    return Template("{% pagination page " + arguments + " %}").render(context)


def test_links_keep_the_query_and_mark_the_current_page():
    html = drawn(200, "q=a+b&tag=x&tag=y&page=10")
    assert 'href="?q=a+b&amp;tag=x&amp;tag=y&amp;page=11" rel="next"' in html
    assert html.count('aria-current="page"') == 1
    assert "91–100 of 200 rows" in html


def test_one_page_has_a_count_and_no_links():
    html = drawn(3, "", 'noun="people"')
    assert "3 people" in html
    assert "<a " not in html


@pytest.mark.parametrize(("noun", "one"), [("stakeholders", "1 stakeholder<"), ("people", "1 person<")])
def test_one_is_counted_in_the_singular(noun, one):
    assert one in drawn(1, "", f'noun="{noun}"')


def test_links_carry_htmx_when_told_where():
    assert drawn(200, "page=2", 'target="rows"').count('hx-target="#rows" hx-push-url="true"') == 6
