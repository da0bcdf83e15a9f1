"""The metrics, one metric, and what is said of what it is."""

import datetime as dt
import re

import pytest
import time_machine

from impact.metrics import edit_metric, retire_metric
from impact.models import Metric, MetricDefinition
from tests.impact.rows import FIELDS, SHARE

pytestmark = pytest.mark.django_db
URL = "/w/northwind/impact/metrics/"
TODAY = dt.datetime(2026, 6, 15, 9, tzinfo=dt.UTC)
TYPED = {
    "name": "Win rate",
    "words": "Deals won over deals decided.",
    "formula": "won / decided",
    "source": "The CRM",
    "outcome": "revenue",
    "level": "outcome",
    "measured": "value",
    "every": "month",
    "nature": "flow",
    "together": "sum",
    "unit_kind": "money",
    "currency": "EUR",
    "good": "up",
    "rules": "nhs",
    "owner": "",
}


def words_of(response) -> str:
    """What the page says, without its tags."""
    text = re.sub(r"<(script|style|template)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    text = " ".join(re.sub(r"<[^>]+>", " ", text).replace("&nbsp;", " ").replace("\u00a0", " ").split())
    return re.sub(r" ([.,:])", r"\1", text)


def test_nobody_has_chosen_a_metric_yet(as_leader, as_executive, workspace) -> None:
    assert "How will anybody know that it worked?" in words_of(as_leader.get(URL))
    seen = words_of(as_executive.get(URL))
    assert "The marketing team has not chosen its metrics yet." in seen
    assert "Add a metric" not in seen


@time_machine.travel(TODAY, tick=False)
def test_customers_come_first_and_effort_is_no_impact(as_executive, add) -> None:
    add(name="Spend", level="input", outcome="efficiency")
    add(name="Pipeline", values=[10, 11, 9, 10, 11])
    add(name="Churn", outcome="customer_retention", values=[3])
    page = as_executive.get(URL).content.decode()
    assert re.findall(r"<h2 id=\"group-(\w+)\">(.*?)</h2>", page) == [
        ("customers", "Customers"),
        ("business", "The business"),
        ("effort", "What goes in and what comes out"),
    ]
    assert re.findall(r"<h3 class=\"metric-name\"><a [^>]+><bdi>(.*?)</bdi>", page) == ["Churn", "Pipeline", "Spend"]
    assert "Nothing has changed by more than chance would bring." in page
    assert "2 numbers of impact have no target" in page


@time_machine.travel(TODAY, tick=False)
def test_what_changed_is_said_first(as_leader, add) -> None:
    add(name="Pipeline", values=[10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 30])
    add(name="Churn", good="down", values=[10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 30])
    assert (
        "What marketing is measured by Churn got worse, by more than chance would bring. Pipeline got better, by more "
        "than chance would bring. 2 numbers of impact have no target, so nobody can say whether they are good enough."
    ) in words_of(as_leader.get(URL))


def test_metrics_are_found_by_words_and_by_outcome(as_leader, add) -> None:
    add(name="Pipeline")
    add(name="Churn", outcome="customer_retention")
    retire_metric(add(name="Old score"))

    def named(query: str) -> list[str]:
        return re.findall(r"metric-name\"><a [^>]+><bdi>(.*?)</bdi>", as_leader.get(URL + query).content.decode())

    assert named("") == ["Churn", "Pipeline"]
    assert named("?q=PIPE") == ["Pipeline"]
    assert named("?q=decided&outcome=customer_retention") == ["Churn"]
    assert named("?show=retired") == ["Old score"]
    assert named("?outcome=nonsense&show=nonsense&page=x") == ["Churn", "Pipeline"]
    assert "No metric matches" in words_of(as_leader.get(URL + "?q=nothing%00"))


def test_the_list_comes_alone(as_leader, add) -> None:
    add(name="Pipeline")
    part = as_leader.get(URL, headers={"HX-Request": "true", "HX-Target": "metrics"}).content.decode()
    assert "<html" not in part
    assert "Pipeline" in part


@pytest.mark.parametrize("many", [1, 3])
def test_queries_do_not_grow_with_metrics(as_leader, add, many, django_assert_num_queries) -> None:
    for number in range(many):
        add(name=f"M{number}", values=[1, 2, 3])
    as_leader.get(URL)
    with django_assert_num_queries(16):
        as_leader.get(URL)


@pytest.mark.parametrize("many", [1, 3])
def test_queries_of_one_metric_do_not_grow_with_its_numbers(as_leader, add, many, django_assert_num_queries) -> None:
    metric = add(name="Pipeline", values=list(range(many)))
    as_leader.get(f"{URL}{metric.pk}/")
    with django_assert_num_queries(17):
        as_leader.get(f"{URL}{metric.pk}/")


@time_machine.travel(TODAY, tick=False)
def test_a_metric_says_what_it_is(as_executive, add) -> None:
    metric = add(name="Would recommend", **SHARE, counts=[(80, 100), (82, 100), (78, 100), (81, 100), (1, 1)])
    seen = words_of(as_executive.get(f"{URL}{metric.pk}/"))
    assert "Would recommend No sign of change." in seen
    assert "Very likely 20.7 % to 100 %" in seen
    assert "May 2026 100 % 1 20.7 % to 100 %" in seen
    assert "There is no target, so nobody can say whether it is good enough." in seen
    assert "±" not in seen
    assert "Correct" not in seen


@pytest.mark.parametrize(("many", "open_rows", "folded"), [(16, 16, ""), (17, 13, "4 earlier periods")])
def test_a_year_of_numbers_stands_open_and_what_came_before_is_folded(
    as_executive, add, many, open_rows, folded
) -> None:
    metric = add(values=[10] * many)
    table, _, rest = as_executive.get(f"{URL}{metric.pk}/").text.partition('<details class="metric-earlier">')
    assert table.count('<tr><th scope="row">') == open_rows
    assert rest.count('<tr><th scope="row">') == many - open_rows
    assert folded in rest


def test_a_metric_without_a_number_draws_nothing(as_leader, add) -> None:
    page = as_leader.get(f"{URL}{add(name='Pipeline').pk}/")
    assert b'<svg class="xmr' not in page.content
    assert "Add the first number" in words_of(page)


def test_a_metric_is_added_once(as_member, workspace, member) -> None:
    form = as_member.get(URL + "new/")
    key = form.context["form"]["key"].value()
    for _ in range(2):
        response = as_member.post(URL + "new/", {**TYPED, "key": str(key), "owner": member.pk})
        assert response.status_code == 302
    metric = Metric.objects.get()
    assert {name: getattr(metric, name) for name in TYPED if name != "owner"} == {
        name: value for name, value in TYPED.items() if name != "owner"
    }
    assert metric.owner == member
    assert MetricDefinition.objects.get().number == 1


def test_what_is_counted_needs_no_unit(as_leader) -> None:
    typed = {**TYPED, "measured": "share", "unit_kind": "", "currency": "EUR", "nature": "", "together": ""}
    assert as_leader.post(URL + "new/", typed).status_code == 302
    metric = Metric.objects.get()
    assert (metric.unit_kind, metric.currency, metric.nature, metric.together) == ("share", "", "level", "pooled")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Give it a name that people will say."),
        ({"name": "Taken"}, "There is a metric called “Taken” already."),
        ({"words": ""}, "Say in a sentence what it measures"),
        ({"currency": ""}, "Choose its currency."),
        ({"nature": ""}, "Say whether it adds up."),
        ({"nature": "level"}, "What stands at a moment cannot be added up"),
        ({"outcome": "fame"}, "Choose one of the answers."),
        ({"formula": "x" * 2001}, "This may be 2,000 characters long at most"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(as_leader, add, wrong, sentence) -> None:
    add(name="Taken")
    response = as_leader.post(URL + "new/", {**TYPED, **wrong})
    assert response.status_code == 422
    assert sentence in words_of(response)
    assert "won / decided" in response.content.decode() or "formula" in wrong
    assert Metric.objects.count() == 1


def test_the_library_fills_the_form(as_leader) -> None:
    chosen = as_leader.get(URL + "library/")
    assert "Net Promoter Score" in words_of(chosen)
    form = as_leader.get(URL + "new/?from=nps").context["form"]
    assert form["measured"].value() == "promoters"
    data = {name: form[name].value() or "" for name in TYPED} | {"from_library": "nps"}
    assert as_leader.post(URL + "new/", data | {"owner": ""}).status_code == 302
    assert Metric.objects.get().from_library == "nps"
    assert "you have it" in words_of(as_leader.get(URL + "library/"))


def test_a_meaning_is_changed_for_a_reason(as_leader, add) -> None:
    metric = add(name="Win rate", values=[1])
    at = f"{URL}{metric.pk}/edit/"
    typed = {name: value for name, value in TYPED.items() if name in as_leader.get(at).context["form"].fields}
    assert set(TYPED) - set(typed) == {"measured", "every", "unit_kind", "currency", "nature"}
    typed |= {"version": 1, "together": "mean", "formula": "", "source": "", "words": "Value won over value decided."}
    refused = as_leader.post(at, typed)
    assert refused.status_code == 422
    assert "Say why it means something else from now on." in words_of(refused)
    assert as_leader.post(at, {**typed, "why": "Sales counts value"}).status_code == 302
    metric.refresh_from_db()
    assert (metric.words, metric.definition_version) == ("Value won over value decided.", 2)
    assert "What it meant before" in words_of(as_leader.get(f"{URL}{metric.pk}/"))


def test_whoever_stores_second_loses_nothing(as_leader, leader, add) -> None:
    metric = add(name="Win rate")
    edit_metric(metric, expected_version=1, author=leader, name="Rate of wins")
    response = as_leader.post(
        f"{URL}{metric.pk}/edit/",
        {
            **TYPED,
            **{name: FIELDS.get(name, "") for name in ("words", "formula", "source")},
            "version": 1,
            "name": "Wins",
        },
    )
    assert response.status_code == 409
    seen = words_of(response)
    assert "Somebody stored a change while you were writing." in seen
    assert "theirs: Rate of wins" in seen
    assert 'value="Wins"' in response.content.decode()
    assert Metric.objects.get().name == "Rate of wins"


def test_retired_and_measured_again(as_member, add) -> None:
    metric = add(name="Win rate", values=[1])
    as_member.post(f"{URL}{metric.pk}/retire/")
    assert "Retired on" in words_of(as_member.get(f"{URL}{metric.pk}/"))
    as_member.post(f"{URL}{metric.pk}/again/")
    assert Metric.objects.get().retired_on is None
