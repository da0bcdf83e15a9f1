"""The organisation chart: who is drawn where, what opens, finding somebody, and branches one by one."""

import re

import pytest

from stakeholders.models import Relationship, Stakeholder
from stakeholders.queries.chart import AT_FIRST
from stakeholders.relationships import add_relationship

URL = "/w/northwind/map/organisation/"
TREE = {"headers": {"HX-Request": "true", "HX-Target": "tree"}}


def drawn(response) -> list[tuple[int, str]]:
    """Everybody in the chart as (depth, name), in the order of the page."""
    found, depth = [], 0
    page = response.content.decode().partition('class="chart-roots">')[2]
    for tag, name in re.findall(r'<(ul class="under"|/ul)|class="node-name"[^>]*>(.*?)</a>', page):
        if tag == "/ul" and depth == 0:
            break
        depth += {"": 0, "/ul": -1}.get(tag, 1)
        if name:
            found.append((depth + 1, name))
    return found


def says(response) -> str:
    found = re.search(r'<div class="says">(.*?)</div>', response.content.decode(), re.S)
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def of_node(person) -> dict[str, dict[str, str]]:
    return {"headers": {"HX-Request": "true", "HX-Target": f"node-{person.pk}"}}


@pytest.fixture
def company(add_person):
    """Aiko leads Marcus and Lena; Marcus leads Beth. Eleanor stands outside; Halden is a customer."""
    people = {
        "Aiko": add_person("Aiko Tanabe", segment="decision_maker", department="Office", position=1),
        "Marcus": add_person("Marcus Hale", segment="detractor", department="Sales", position=-1),
        "Lena": add_person("Lena Vogt", segment="champion", department="Success"),
        "Beth": add_person("Beth Cole", department="Sales"),
        "Eleanor": add_person("Eleanor Whitcombe", segment="decision_maker"),
        "Halden": add_person("Halden Water", kind="customer", is_group=True),
    }
    for person, manager in (("Marcus", "Aiko"), ("Lena", "Aiko"), ("Beth", "Marcus")):
        add_relationship(people[person], target=people[manager], kind="reports_to")
    return people


def test_everybody_is_drawn_under_whom_they_report_to(as_leader, company):
    response = as_leader.get(URL)
    assert response.status_code == 200
    assert drawn(response) == [(1, "Aiko Tanabe"), (2, "Lena Vogt"), (2, "Marcus Hale"), (3, "Beth Cole")]
    assert says(response) == (
        "2 of 3 departments have no champion: Office and Sales. Two decision makers report to nobody in the register."
    )


def test_those_outside_are_listed_apart_and_customers_not_at_all(as_member, company):
    page = as_member.get(URL).content.decode()
    outside = page[page.index("Outside every reporting line") :]
    assert re.findall(r'class="node-name"[^>]*>(.*?)</a>', outside) == ["Eleanor Whitcombe"]
    assert "Halden Water" not in page


def test_a_customer_in_between_is_left_out(as_leader, company, add_person):
    lost = add_person("Lost Link")
    Relationship.objects.create(workspace=lost.workspace, source=lost, target=company["Halden"], kind="reports_to")
    page = as_leader.get(URL)
    assert "Lost Link" not in [name for _, name in drawn(page)]
    assert "Lost Link" in page.content.decode()


def test_a_node_counts_and_mixes_those_below(as_leader, company):
    page = as_leader.get(f"{URL}?open=none").content.decode()
    assert drawn(as_leader.get(f"{URL}?open=none")) == [(1, "Aiko Tanabe")]
    words = re.sub(r"<[^>]+>", " ", re.search(r'<div class="node-under">.*?</div>', page, re.S)[0])
    assert " ".join(words.split()) == (
        "3 people under Aiko Tanabe Among them: 1 champion, 1 detractor, 1 no segment yet"
    )


def test_only_what_fits_is_open_at_first(as_leader, add_person, workspace):
    boss = add_person("Boss")
    heads = [add_person(f"Head {place}") for place in range(3)]
    for head in heads:
        add_relationship(head, target=boss, kind="reports_to")
    team = Stakeholder.objects.bulk_create(Stakeholder(workspace=workspace, name=f"T {n:02}") for n in range(60))
    Relationship.objects.bulk_create(
        Relationship(workspace=workspace, source=one, target=heads[place % 3], kind="reports_to")
        for place, one in enumerate(team)
    )
    assert drawn(as_leader.get(URL)) == [(1, "Boss"), (2, "Head 0"), (2, "Head 1"), (2, "Head 2")]
    assert len(drawn(as_leader.get(f"{URL}?open=all"))) == 64
    closed = as_leader.get(URL).content.decode()
    assert len(re.findall(r'aria-expanded="false" hx-get="/w/northwind/map/organisation/\d+/"', closed)) == 3


def test_open_all_stops_at_its_limit_and_says_so(as_leader, add_person, workspace, monkeypatch):
    from stakeholders.queries import chart

    monkeypatch.setattr(chart, "AT_MOST", 5)
    boss, second = add_person("Boss"), add_person("Second")
    add_relationship(second, target=boss, kind="reports_to")
    for place in range(6):
        add_relationship(add_person(f"P{place}"), target=second, kind="reports_to")
    response = as_leader.get(f"{URL}?open=all")
    assert drawn(response) == [(1, "Boss"), (2, "Second")]
    assert "5 people are as much as one page can show" in response.content.decode()


def test_the_smallest_lines_wait_for_a_click_unless_somebody_in_them_is_sought(as_leader, company, add_person):
    for place in range(13):
        below = add_person(f"Below {place:02}")
        add_relationship(below, target=add_person(f"Top {place:02}"), kind="reports_to")
    response = as_leader.get(f"{URL}?open=none")
    assert [name for _, name in drawn(response)] == ["Aiko Tanabe", *(f"Top {place:02}" for place in range(11))]
    assert "Show 2 smaller reporting lines" in response.content.decode()
    assert len(drawn(as_leader.get(f"{URL}?open=none&roots=all"))) == 14
    assert (2, "Below 12") in drawn(as_leader.get(f"{URL}?q=below+12"))


def test_finding_one_person_opens_the_way_to_them(as_leader, company):
    response = as_leader.get(f"{URL}?q=beth&open=none", **TREE)
    assert drawn(response) == [
        (1, "Aiko Tanabe"), (2, "Lena Vogt"), (2, "Marcus Hale"), (3, "Beth Cole"),
    ]  # fmt: skip
    assert re.findall(r"data-sought>(.*?)<", response.content.decode()) == ["Beth Cole"]


def test_finding_several_asks_whom(as_leader, company, add_person):
    other = add_person("Bethany Drew")
    page = as_leader.get(f"{URL}?q=beth", **TREE).content.decode()
    assert "2 people match. Whom do you mean?" in page
    assert re.findall(r'href="\?at=(\d+)"', page) == [str(company["Beth"].pk), str(other.pk)]
    assert re.findall(r"data-sought>(.*?)<", as_leader.get(f"{URL}?at={company['Beth'].pk}").content.decode()) == [
        "Beth Cole"
    ]


def test_finding_nobody_or_somebody_outside_says_so(as_leader, company):
    assert "Nobody in the chart is called “<bdi>halden</bdi>”." in as_leader.get(f"{URL}?q=halden").content.decode()
    assert "has no reporting line yet" in as_leader.get(f"{URL}?q=eleanor").content.decode()


@pytest.mark.parametrize("at", ["0", "99999999", "x", "-1", "9" * 40, ""])
def test_an_address_that_means_nobody_shows_the_chart(as_leader, company, at):
    assert len(drawn(as_leader.get(URL, {"at": at, "q": "\x00", "open": "half", "segment": "boss"}))) == 4


def test_a_segment_dims_everybody_else(as_leader, company):
    page = as_leader.get(f"{URL}?segment=champion&segment=detractor").content.decode()
    dim = re.findall(r'class="node([^"]*)" id="node-(\d+)"', page)
    assert {int(pk) for classes, pk in dim if "is-dim" in classes} == {company["Aiko"].pk, company["Beth"].pk}
    assert f'href="{URL}{company["Aiko"].pk}/?segment=champion&amp;segment=detractor"' in page


def test_a_segment_opens_the_branches_that_hold_it(as_leader, company, add_person):
    deep = add_person("Deep Champion", segment="champion")
    lines = [(add_person(f"Below {number}"), company["Beth"]) for number in range(AT_FIRST)] + [(deep, company["Beth"])]
    Relationship.objects.bulk_create(
        Relationship(workspace=deep.workspace, source=source, target=target, kind="reports_to")
        for source, target in lines
    )
    assert (4, "Deep Champion") not in drawn(as_leader.get(URL))
    assert (4, "Deep Champion") in drawn(as_leader.get(f"{URL}?segment=champion"))
    assert (4, "Deep Champion") not in drawn(as_leader.get(f"{URL}?segment=detractor"))


def test_a_branch_answers_with_the_node_opened(as_leader, company):
    marcus = company["Marcus"]
    response = as_leader.get(f"{URL}{marcus.pk}/", **of_node(marcus))
    page = response.content.decode()
    assert page.lstrip().startswith(f'<li class="node is-open" id="node-{marcus.pk}">')
    assert re.findall(r'class="node-name"[^>]*>(.*?)</a>', page) == ["Marcus Hale", "Beth Cole"]
    assert page.count("autofocus") == 1


def test_a_branch_is_a_page_of_its_own(as_leader, company):
    page = as_leader.get(f"{URL}{company['Marcus'].pk}/")
    assert drawn(page) == [(1, "Marcus Hale"), (2, "Beth Cole")]
    assert says(page) == "1 person reports to Marcus Hale, directly or through others."
    assert re.findall(r"<bdi>(.*?)</bdi></a></li>", page.content.decode()) == ["Aiko Tanabe"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Eleanor", "Eleanor Whitcombe has no reporting line yet."),
        ("Halden", "Halden Water is not part of the organisation: customers and partners stand outside it."),
        ("Lena", "Nobody reports to Lena Vogt."),
    ],
)
def test_a_branch_of_somebody_without_one(as_leader, company, name, sentence):
    assert says(as_leader.get(f"{URL}{company[name].pk}/")) == sentence


def test_a_circle_that_came_in_another_way_is_named_and_does_not_hang(as_leader, company):
    Relationship.objects.create(
        workspace=company["Aiko"].workspace, source=company["Aiko"], target=company["Beth"], kind="reports_to"
    )
    response = as_leader.get(f"{URL}?open=all")
    assert drawn(response) == [(1, "Aiko Tanabe"), (2, "Lena Vogt"), (2, "Marcus Hale"), (3, "Beth Cole")]
    assert "Aiko Tanabe → Beth Cole → Marcus Hale → Aiko Tanabe" in response.content.decode()


def test_empty_says_what_to_do_first(as_leader, add_person):
    assert "Begin with the one who decides" in as_leader.get(URL).content.decode()
    add_person("Ann")
    page = as_leader.get(URL).content.decode()
    assert "Nobody in the register has a manager yet." in page
    assert "chart-canvas" not in page


def test_hostile_names_are_text(as_leader, company, add_person):
    add_relationship(add_person("<img src=x onerror=alert(1)>"), target=company["Aiko"], kind="reports_to")
    assert "<img src=x" not in as_leader.get(URL).content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_queries_do_not_grow_with_rows(as_leader, add_person, django_assert_num_queries, people):
    boss = add_person("Boss", department="Office")
    for place in range(people):
        below = add_person(f"Person {place}", segment="champion", department="Sales")
        add_relationship(below, target=boss, kind="reports_to")
        add_person(f"Outside {place}")
    as_leader.get(URL)
    with django_assert_num_queries(QUERIES):
        assert len(drawn(as_leader.get(URL))) == 1 + people


QUERIES = 13


def test_the_partial_is_the_tree_alone(as_leader, company):
    page = as_leader.get(URL, **TREE).content.decode()
    assert "<html" not in page
    assert page.lstrip().startswith('<div class="chart-tools">')


def test_who_may_see_it(as_executive, as_stranger, client, company):
    for path in (URL, f"{URL}{company['Marcus'].pk}/"):
        assert as_executive.get(path).status_code == 403
        assert as_stranger.get(path).status_code == 404
        assert client.get(path).status_code == 302


def test_somebody_of_another_workspace_is_not_there(as_leader, foreign_stakeholder):
    assert as_leader.get(f"{URL}{foreign_stakeholder.pk}/").status_code == 404


def test_wrong_methods(as_leader, company):
    assert as_leader.post(URL).status_code == 405
    assert as_leader.post(f"{URL}{company['Aiko'].pk}/").status_code == 405
