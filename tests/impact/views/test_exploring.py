"""The page to explore: what is offered, what is drawn, and what it costs."""

import html
import json
import re

import pytest

pytestmark = pytest.mark.django_db
URL = "/w/northwind/impact/explore/"
STEADY = [40, 41] * 6


def says(page) -> str:
    found = re.search(r'<p class="explore-says">(.*?)</p>', page.text)
    return html.unescape(found[1]) if found else ""


def figures(page) -> list[dict]:
    return [json.loads(html.unescape(text)) for text in re.findall(r'data-plot="(.*?)"', page.text)]


def test_without_a_metric_it_says_what_to_do_first(as_leader, add):
    assert "There is no metric of impact to explore yet" in as_leader.get(URL).text
    add(name="Briefs", level="output")
    assert "There is no metric of impact to explore yet" in as_leader.get(URL).text


def test_what_was_never_measured_is_said_and_not_drawn(as_leader, add):
    add(name="Trust")
    page = as_leader.get(URL)
    assert says(page) == "Trust was never measured."
    assert "Nothing to draw yet" in page.text
    assert figures(page) == []


def test_those_on_the_overview_are_shown_to_whoever_has_chosen_none(as_executive, add):
    first, second, third = (add(name=name, values=STEADY) for name in ("A", "B", "C"))
    for metric in (second, third):
        metric.leads_since = metric.created_at
        metric.save()
    page = as_executive.get(URL)
    assert re.findall(r'name="metric" value="(\d+)" checked', page.text) == [str(second.pk), str(third.pk)]
    assert len(figures(page)) == 2
    assert f'value="{first.pk}"' in page.text


def test_several_in_one_picture_have_one_table(as_leader, add):
    one, other = add(name="A", values=STEADY), add(name="B", values=[0, *STEADY[1:]])
    page = as_leader.get(URL, {"metric": [one.pk, other.pk], "in_one": "1"})
    assert [trace["name"] for trace in figures(page)[0]["data"]] == ["A"]
    assert "B began at zero or below, so nothing can be told by it." in says(page)
    assert re.findall(r'<td class="num">(\d+)</td>', page.text)[-2:] == ["102", "100"]


def test_six_are_drawn_at_most_and_hostile_numbers_are_ignored(as_leader, add, django_assert_max_num_queries):
    metrics = [add(name=f"M {place}", values=STEADY) for place in range(8)]
    wanted = {"metric": [*(metric.pk for metric in metrics), "x", "9" * 40, "-1"]}
    page = as_leader.get(URL, wanted)
    assert len(figures(page)) == 6
    assert page.text.count(" disabled>") == 2
    with django_assert_max_num_queries(16):
        as_leader.get(URL, wanted)


def test_only_styles_of_attributes_are_let_in(as_leader, add):
    policy = as_leader.get(URL).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["style-src-attr"] == "'unsafe-inline'"
    assert (rules["style-src"], rules["script-src"]) == ("'self'", "'self'")
    other = as_leader.get("/w/northwind/impact/metrics/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in other


def test_a_name_makes_no_markup(as_leader, add):
    add(name="</script><img src=x onerror=alert(1)>", values=STEADY)
    page = as_leader.get(URL)
    assert "<img src=x" not in page.text
    assert len(figures(page)) == 1
