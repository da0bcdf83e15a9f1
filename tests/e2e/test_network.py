"""The network in a browser: choosing by mouse and keys, pinning, ties drawn and changed, the search, a phone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from stakeholders.models import NetworkPin, Relationship, Stakeholder
from stakeholders.network.reading import read_network
from stakeholders.queries.ties import SHOWN_TIES
from stakeholders.relationships import add_relationship
from tests.e2e.windows import NARROW, resize

NETWORK = "/w/northwind/network/"
STAGE = "[data-network-stage]"
READY = f"{STAGE}[data-state=ready]"
WHERE = """(id) => {
    const event = new CustomEvent("network:where", { detail: { id } });
    document.querySelector("[data-network-stage]").dispatchEvent(event);
    return event.detail.found;
}"""
NAMES = ("Ada", "Bo", "Cy", "Dee", "Eve", "Fay", "Gus", "Hal", "Ivy", "Jo", "Kit", "Lee")


MOVES = (
    ("Ada", "Bo"), ("Bo", "Cy"), ("Bo", "Dee"), ("Cy", "Dee"), ("Ada", "Gus"), ("Gus", "Hal"), ("Gus", "Ivy"),
    ("Hal", "Ivy"), ("Ivy", "Jo"), ("Jo", "Kit"), ("Kit", "Fay"), ("Fay", "Eve"),
)  # fmt: skip


@pytest.fixture
def people(inside, workspace, add_person) -> dict[str, Stakeholder]:
    """Ada moves two groups, one of them a long chain; Lee stands alone. Read once, as the worker does."""
    with inside():
        found = {name: add_person(name, department="Sales", segment="participant", position=1) for name in NAMES}
        for one, other in MOVES:
            add_relationship(found[one], target=found[other], kind="influences", weight=3)
        add_relationship(found["Jo"], target=found["Ivy"], kind="conflict")
    read_network(workspace)
    return found


def ready(page: Page) -> Page:
    page.wait_for_selector(READY)
    return page


def where(page: Page, person: Stakeholder) -> dict[str, Any]:
    """{x, y} in the window, {at} in the network, {pinned}."""
    return page.evaluate(WHERE, person.pk)


def places(page: Page, people: dict[str, Stakeholder]) -> dict[str, list[float]]:
    return {name: where(page, person)["at"] for name, person in people.items()}


def drag(page: Page, start: dict[str, float], dx: float, dy: float) -> None:
    page.mouse.move(start["x"], start["y"])
    page.mouse.down()
    page.mouse.move(start["x"] + dx, start["y"] + dy, steps=4)


def test_choosing_by_mouse_and_by_keys(open_page, people, axe) -> None:
    page = ready(open_page(NETWORK))
    stage, said = page.locator(STAGE), page.locator("[data-network-live]")
    card = page.locator("#network-person")
    ada = where(page, people["Ada"])
    page.mouse.click(ada["x"], ada["y"])
    expect(card.get_by_role("heading", name="Ada")).to_be_visible()
    expect(card.locator("[data-network-card-reach]")).to_have_text(
        "Reaches 2 people in one step, 6 in two and 7 in three."
    )
    expect(card.get_by_role("table").get_by_role("row")).to_have_count(4)
    expect(stage).to_have_attribute("data-selected", str(people["Ada"].pk))
    assert page.url.endswith(f"?who={people['Ada'].pk}")
    assert axe(page) == []

    page.keyboard.press("Escape")
    expect(stage).to_have_attribute("data-selected", "")
    expect(stage).to_be_focused()
    page.keyboard.press("Home")
    first = stage.get_attribute("data-selected")
    expect(said).to_have_text(re.compile(r"^\w+, participant, supportive, Sales\. \d+ ties?\. (Reaches|Moves) .+\.$"))
    page.keyboard.press("ArrowRight" if where(page, people["Ada"])["x"] > 600 else "ArrowLeft")
    expect(stage).not_to_have_attribute("data-selected", first)
    page.keyboard.press("Enter")
    expect(card.get_by_role("heading")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_empty()
    page.keyboard.press("+")
    expect(stage).to_have_attribute("data-zoom", "1.40")
    page.keyboard.press("0")
    expect(stage).to_have_attribute("data-zoom", "1.00")

    page.get_by_role("button", name="is in conflict with 1").click()
    expect(stage).to_have_attribute("data-ties", "12")
    expect(said).to_have_text("12 people, 12 of 13 ties")


def test_search_flies_to_somebody(open_page, people, axe) -> None:
    page = ready(open_page(NETWORK))
    search = page.get_by_role("combobox", name="Find somebody in the drawing")
    search.fill("sales")  # departments are no names
    expect(page.get_by_role("listbox", name="People found")).to_have_text("Nobody here is called that.")
    search.fill("k")
    expect(page.get_by_role("listbox", name="People found").get_by_role("option")).to_have_text(
        ["KitParticipant, Sales"]
    )
    assert axe(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#network-person").get_by_role("heading", name="Kit")).to_be_visible()
    box, kit = page.locator(STAGE).bounding_box(), where(page, people["Kit"])
    assert abs(kit["x"] - box["x"] - box["width"] / 2) < 1
    assert abs(kit["y"] - box["y"] - box["height"] / 2) < 1
    page.keyboard.press("Escape")
    expect(page.locator(STAGE)).to_have_attribute("data-zoom", "1.00")

    # A tie by keys alone: T, whom from, whom to.
    page.keyboard.press("t")
    for key in ("Home", "Enter", "ArrowRight" if where(page, people["Ada"])["x"] > 600 else "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#panel").get_by_role("heading", name="Add a relationship")).to_be_visible()


def test_dragging_pins_and_escape_puts_back(open_page, people, inside) -> None:
    page = ready(open_page(NETWORK))
    before = where(page, people["Kit"])
    drag(page, before, 60, 40)
    assert where(page, people["Kit"])["at"] != before["at"]
    page.keyboard.press("Escape")
    page.mouse.up()
    assert where(page, people["Kit"]) == before

    drag(page, before, 60, 40)
    page.mouse.up()
    expect(page.locator("[data-network-live]")).to_have_text("Kit is pinned here.")
    after = where(page, people["Kit"])
    assert (round(after["x"] - before["x"]), round(after["y"] - before["y"]), after["pinned"]) == (60, 40, 1)
    with inside():
        pin = NetworkPin.objects.get()
    assert (pin.stakeholder_id, [pin.x, pin.y]) == (people["Kit"].pk, after["at"])

    page.mouse.click(after["x"], after["y"])
    page.get_by_role("button", name="Unpin").click()
    expect(page.locator("[data-network-live]")).to_have_text("The layout places them again.")
    expect(page.get_by_role("button", name="Unpin")).to_be_hidden()
    assert where(page, people["Kit"])["at"] == before["at"]

    page.get_by_role("button", name="Move", exact=True).click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("[data-network-live]")).to_have_text("Kit is pinned here.")
    assert where(page, people["Kit"])["at"] == [pytest.approx(before["at"][0] + 0.2), before["at"][1]]


def test_a_tie_is_drawn_and_changed_and_only_its_neighbourhood_settles(open_page, people, inside, workspace) -> None:
    page = ready(open_page(NETWORK))
    before = places(page, people)
    eve, lee = where(page, people["Eve"]), where(page, people["Lee"])
    page.keyboard.down("Shift")
    drag(page, lee, eve["x"] - lee["x"], eve["y"] - lee["y"])
    page.mouse.up()
    page.keyboard.up("Shift")
    panel = page.locator("#panel")
    expect(panel.get_by_label("Whom")).to_have_value("Eve")
    expect(panel.get_by_label("Lee")).to_have_value("influences:out")
    panel.get_by_role("button", name="Store the relationship").click()
    expect(panel).to_be_hidden()
    # Stored and drawn, and everybody where they were, until the worker has read it.
    expect(page.locator(STAGE)).to_have_attribute("data-ties", "14")
    assert places(page, people) == before
    read_network(workspace)
    expect(page.locator("[data-network-stale]")).to_have_count(0)
    page.wait_for_function(f"(was) => ({WHERE})({people['Lee'].pk}).at[0] !== was", arg=before["Lee"][0])
    after = places(page, people)
    assert "Lee" in {name for name in NAMES if after[name] != before[name]}
    still = {"Ada", "Bo", "Cy", "Dee", "Gus", "Hal"}
    assert {name: after[name] for name in still} == {name: before[name] for name in still}
    expect(page.locator("#network-says")).not_to_contain_text("no tie yet")

    lee = where(page, people["Lee"])
    page.mouse.click(lee["x"], lee["y"])
    card = page.locator("#network-person")
    card.get_by_role("link", name="Change this relationship with Eve").click()
    panel.get_by_label("Strength").select_option("5")
    panel.get_by_role("button", name="Store the relationship").click()
    expect(card.get_by_role("row", name="Eve")).to_contain_text("very strong")
    with inside():
        tie = Relationship.objects.get(source=people["Lee"])
    assert (tie.kind, tie.weight, tie.target_id) == ("influences", 5, people["Eve"].pk)
    card.get_by_role("button", name="Remove this relationship with Eve").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove this relationship").click()
    expect(card).to_contain_text("No relationship yet.")
    expect(page.locator(STAGE)).to_have_attribute("data-ties", "13")


def test_on_a_phone_a_tap_opens_a_sheet_and_a_long_press_carries(open_page, people, axe, inside) -> None:
    page = ready(open_page(NETWORK, width=390, scheme="dark", touch=True))
    resize(page, NARROW)
    ada = where(page, people["Ada"])
    page.touchscreen.tap(ada["x"], ada["y"])
    card = page.locator(".network-card")
    expect(card.get_by_role("heading", name="Ada")).to_be_visible()
    sheet, ada = card.bounding_box(), where(page, people["Ada"])
    assert ada["y"] < sheet["y"]
    assert axe(page) == []
    # A link to somebody leads to the same: the drawing above their card.
    page.reload()
    ready(page)
    expect(page.locator(STAGE)).to_be_in_viewport()
    sheet, ada = card.bounding_box(), where(page, people["Ada"])
    assert 0 < ada["y"] < sheet["y"]
    page.get_by_role("link", name="Close the card").tap()
    expect(card).to_have_count(0)

    kit = where(page, people["Kit"])
    touch = page.context.new_cdp_session(page)
    points = [{"x": kit["x"], "y": kit["y"]}]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points})
    expect(page.locator(STAGE)).to_have_class(re.compile("is-carrying"))
    points = [{"x": kit["x"] - 30, "y": kit["y"] + 20}]
    touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator("[data-network-live]")).to_have_text("Kit is pinned here.")
    with inside():
        assert NetworkPin.objects.get().stakeholder_id == people["Kit"].pk


def test_a_card_shows_the_strongest_ties_and_all_when_asked(open_page, people, inside, add_person) -> None:
    with inside():
        for number in range(SHOWN_TIES + 3):
            add_relationship(people["Lee"], target=add_person(f"Friend {number:02}"), kind="trusts", weight=1)
        add_relationship(people["Lee"], target=people["Kit"], kind="trusts", weight=5)
    page = ready(open_page(f"{NETWORK}?who={people['Lee'].pk}"))
    card = page.locator(".network-card")
    rows = card.get_by_role("button", name=re.compile("^Remove this relationship"))
    expect(rows).to_have_count(SHOWN_TIES)
    expect(rows.first).to_have_accessible_name("Remove this relationship with Kit")
    reach = card.locator("[data-network-card-reach]")
    said = reach.inner_text()
    card.get_by_role("link", name=f"Show all {SHOWN_TIES + 4}").press("Enter")
    expect(rows).to_have_count(SHOWN_TIES + 4)
    expect(card.get_by_role("region")).to_be_focused()
    expect(reach).to_have_text(said)
    assert "ties=all" not in page.url


def test_without_script_without_anybody_and_without_an_answer(open_page, people, inside, troubles) -> None:
    page = open_page(f"{NETWORK}?who={people['Ada'].pk}", javascript=False)
    expect(page.get_by_text("The picture needs JavaScript.")).to_be_visible()
    expect(page.locator("#network-person").get_by_role("link", name="Gus", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Single points of failure")).to_be_visible()

    troubles.expect("data.json")
    page = open_page("about:blank")
    page.route("**/network/data.json", lambda route: route.fulfill(status=500))
    page.goto(NETWORK)
    expect(page.get_by_role("alert")).to_have_text("The network did not arrive. Check the connection.")
    page.unroute("**/network/data.json")
    page.get_by_role("button", name="Try again").click()
    ready(page)

    with inside():
        Stakeholder.objects.all().delete()
    page.reload()
    expect(page.get_by_text("Nobody is in the network yet")).to_be_visible()
