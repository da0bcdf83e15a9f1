"""The investor map in a browser: looking, moving by mouse, touch and keys, replaying, presenting, exporting."""

import datetime as dt
import re
from random import Random

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from stakeholders.assessments import record_assessment
from stakeholders.investor_map.columns import columns_of
from stakeholders.investor_map.geometry import Frame, lay_out, place
from stakeholders.investor_map.people import Person, Standing
from stakeholders.models import Assessment, Segment, Stakeholder
from tests.e2e.windows import NARROW, resize

MAP = "/w/northwind/map/"
READY = "[data-map].is-live"


@pytest.fixture
def people(inside, workspace, leader, add_person) -> dict[str, Stakeholder]:
    today = timezone.localdate()
    with inside():
        return {
            "marcus": add_person(
                "Marcus Hale", department="Sales", job_title="Head of Sales", segment="detractor", influence=4,
                interest=2, position=-1, assessed_on=today - dt.timedelta(days=200), why="Order desk, he said.",
            ),
            "aiko": add_person("Aiko Tanabe", segment="decision_maker", influence=5, interest=4, position=1),
            "priya": add_person(
                "Priya Raman", department="Sales", segment="champion", influence=3, interest=5, position=2
            ),
            "nobody": add_person("Nora Quist"),
        }  # fmt: skip


def mark(page: Page, name: str):
    return page.locator(".map-svg").get_by_role("button", name=re.compile(f"^{name},"))


def ready(page: Page) -> Page:
    page.wait_for_selector(READY)
    return page


def cell(page: Page, influence: int, interest: int) -> tuple[float, float]:
    """The middle of a cell in the window, from the drawing's own size: margins as in Frame."""
    box = page.locator(".map-svg").bounding_box()
    left = 34 if box["width"] < 560 else 46
    x, y = Frame(box["width"], box["height"], left=left).cell(influence, interest).centre
    return box["x"] + x, box["y"] + y


def middle(locator) -> tuple[float, float]:
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def standing(inside, person: Stakeholder) -> tuple[int, int, str, int]:
    """(influence, interest, why, number of assessments) as stored."""
    with inside():
        assessments = list(Assessment.objects.filter(stakeholder=person))
    return assessments[0].influence, assessments[0].interest, assessments[0].why, len(assessments)


def drag(page: Page, name: str, influence: int, interest: int) -> None:
    x, y = middle(mark(page, name).locator(".map-shape"))
    page.mouse.move(x, y)
    page.mouse.down()
    to_x, to_y = cell(page, influence, interest)
    page.mouse.move((x + to_x) / 2, (y + to_y) / 2, steps=4)
    page.mouse.move(to_x, to_y, steps=4)
    page.mouse.up()


def store(page: Page, why: str) -> None:
    page.get_by_label("Why did this move?").fill(why)
    page.get_by_role("button", name="Store the assessment").click()


def test_drag_by_mouse_asks_why_and_stores_an_assessment(open_page, people, inside) -> None:
    page = ready(open_page(MAP))
    drag(page, "Marcus Hale", 5, 4)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Marcus Hale: influence 5, interest 4")
    expect(page.get_by_label("Why did this move?")).to_be_focused()
    store(page, "Backs the pilot.")
    expect(dialog).to_be_hidden()
    expect(mark(page, "Marcus Hale")).to_have_accessible_name(
        "Marcus Hale, detractor, sceptical, influence 5, interest 4, manage closely"
    )
    expect(mark(page, "Marcus Hale")).to_be_focused()
    expect(page.locator("#map-says")).to_contain_text("Marcus Hale went from influence 4 to 5 and from interest 2 to 4")
    expect(page.locator("#map-movers li").first).to_contain_text("Marcus Hale just now")
    assert standing(inside, people["marcus"]) == (5, 4, "Backs the pilot.", 2)


def test_somebody_without_a_place_is_dragged_from_the_tray_or_placed_by_keys(open_page, people, inside) -> None:
    page = ready(open_page(MAP))
    tray, live = page.locator("#map-tray"), page.locator("[data-map-live]")
    row = tray.locator("[data-map-take]", has_text="Nora Quist")
    expect(row).to_contain_text("not assessed yet")
    place = row.get_by_role("link", name="Place Nora Quist")
    place.focus()
    page.keyboard.press("Enter")
    expect(live).to_have_text(
        "Nora Quist picked up, over influence 3, interest 3. Arrow keys move, Enter drops, Escape puts back."
    )
    page.keyboard.press("ArrowUp")
    expect(live).to_have_text("Influence 4, interest 3, keep satisfied.")
    page.keyboard.press("Escape")
    expect(live).to_have_text("Nora Quist is back among those without a place.")
    expect(place).to_be_focused()

    x, y = middle(row.locator(".map-tray-grip"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(*cell(page, 2, 4), steps=4)
    expect(page.locator(".map-ghost.is-loose")).to_be_visible()
    page.mouse.up()
    expect(page.get_by_role("dialog").get_by_role("heading")).to_have_text("Nora Quist: influence 2, interest 4")
    page.keyboard.press("Escape")
    expect(page.locator(".map-ghost")).to_be_hidden()
    expect(place).to_be_focused()

    page.keyboard.press("Enter")
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    store(page, "She asked to be heard.")
    expect(mark(page, "Nora Quist")).to_be_focused()
    expect(page.locator(".map-count")).to_have_text("4 placed")
    expect(tray.locator("[data-map-take]")).to_have_count(0)
    assert standing(inside, people["nobody"]) == (3, 5, "She asked to be heard.", 1)


def test_after_an_import_a_tap_places_somebody_on_the_empty_grid(open_page, inside, add_person) -> None:
    with inside():
        nora = add_person("Nora Quist")
    page = ready(open_page(MAP, width=390, touch=True))
    expect(page.locator(".map-svg")).to_contain_text("Manage closely")
    page.get_by_role("link", name="Place Nora Quist").tap()
    page.touchscreen.tap(*cell(page, 5, 2))
    expect(page.get_by_role("dialog").get_by_role("heading")).to_have_text("Nora Quist: influence 5, interest 2")
    store(page, "Holds the budget.")
    expect(page.locator(".map-mark[data-id]")).to_have_count(1)
    assert standing(inside, nora) == (5, 2, "Holds the budget.", 1)


def test_a_tap_places_somebody_where_somebody_stands(open_page, people) -> None:
    page = ready(open_page(MAP, width=390, touch=True))
    page.get_by_role("link", name="Place Nora Quist").tap()
    page.touchscreen.tap(*middle(mark(page, "Marcus Hale").locator(".map-shape")))
    expect(page.get_by_role("dialog").get_by_role("heading")).to_contain_text("Nora Quist: influence ")


def test_escape_puts_back_and_keeps_what_was_typed(open_page, people, inside) -> None:
    page = ready(open_page(MAP))
    before = middle(mark(page, "Marcus Hale").locator(".map-shape"))
    drag(page, "Marcus Hale", 1, 1)
    expect(page.get_by_role("button", name="Store the assessment")).to_be_in_viewport(ratio=1)
    page.get_by_label("Why did this move?").fill("Half a thought")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert middle(mark(page, "Marcus Hale").locator(".map-shape")) == pytest.approx(before, abs=0.2)
    assert standing(inside, people["marcus"]) == (4, 2, "Order desk, he said.", 1)
    drag(page, "Marcus Hale", 1, 1)
    expect(page.get_by_label("Why did this move?")).to_have_value("Half a thought")


def test_escape_during_a_drag_puts_back(open_page, people) -> None:
    page = ready(open_page(MAP))
    x, y = middle(mark(page, "Marcus Hale").locator(".map-shape"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(*cell(page, 1, 5), steps=3)
    expect(page.locator(".map-ghost")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".map-ghost")).to_be_hidden()
    page.mouse.up()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("[data-map-live]")).to_have_text("Marcus Hale is back at influence 4, interest 2.")


def test_drag_by_touch(open_page, people, inside) -> None:
    page = ready(open_page(MAP, width=390, touch=True))
    mark(page, "Marcus Hale").scroll_into_view_if_needed()
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    start, end = middle(mark(page, "Marcus Hale").locator(".map-shape")), cell(page, 3, 5)
    send("touchStart", start)
    for share in (0.2, 0.5, 0.8, 1.0):
        send("touchMove", tuple(a + (b - a) * share for a, b in zip(start, end, strict=True)))
    send("touchEnd")
    expect(page.get_by_role("dialog").get_by_role("heading")).to_have_text("Marcus Hale: influence 3, interest 5")
    store(page, "Asked for a seat at the table.")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert standing(inside, people["marcus"]) == (3, 5, "Asked for a seat at the table.", 2)


def test_move_by_keys_alone_and_hear_every_step(open_page, people, inside) -> None:
    page = ready(open_page(MAP))
    live = page.locator("[data-map-live]")
    # Tab enters the map once, at the person with most influence.
    expect(page.locator('.map-mark[tabindex="0"]')).to_have_count(1)
    page.locator('.map-mark[tabindex="0"]').focus()
    expect(mark(page, "Aiko Tanabe")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(mark(page, "Marcus Hale")).to_be_focused()
    page.keyboard.press("Enter")
    expect(live).to_have_text(
        "Marcus Hale, influence 4, interest 2. Picked up. Arrow keys move, Enter drops, Escape puts back."
    )
    page.keyboard.press("ArrowUp")
    expect(live).to_have_text("Influence 5, interest 2, keep satisfied.")
    page.keyboard.press("ArrowUp")
    expect(live).to_have_text("Influence 5 is the most there is.")
    page.keyboard.press("Escape")
    expect(live).to_have_text("Marcus Hale is back at influence 4, interest 2.")
    for key in ("m", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_label("Why did this move?")).to_be_focused()
    page.keyboard.type("He asked for the numbers.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(live).to_have_text("Stored. Marcus Hale now stands at influence 4, interest 4.")
    assert standing(inside, people["marcus"]) == (4, 4, "He asked for the numbers.", 2)
    page.keyboard.press("Tab")
    expect(page.locator(".map-mark:focus")).to_have_count(0)


def test_refused_move_puts_back_and_loses_nothing(open_page, people, inside, leader, troubles) -> None:
    troubles.expect("422")
    page = ready(open_page(MAP))
    drag(page, "Marcus Hale", 2, 2)
    page.get_by_label("Why did this move?").fill("Went quiet.")
    with inside():
        record_assessment(people["marcus"], author=leader, why="Quicker", influence=5, interest=5)
    page.get_by_role("button", name="Store the assessment").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".problem")).to_contain_text("Ines Rourke assessed Marcus Hale meanwhile: influence 5")
    expect(page.get_by_label("Why did this move?")).to_have_value("Went quiet.")
    expect(page.locator(".map-ghost")).to_be_hidden()
    assert standing(inside, people["marcus"]) == (5, 5, "Quicker", 2)
    page.get_by_role("button", name="Store the assessment").click()
    expect(dialog).to_be_hidden()
    assert standing(inside, people["marcus"]) == (2, 2, "Went quiet.", 3)


def test_the_past_is_replayed_in_the_address_and_cannot_be_moved(open_page, people, inside) -> None:
    with inside():
        record_assessment(people["marcus"], author=None, why="Backs the pilot.", segment="champion", position=2)
    page = ready(open_page(f"{MAP}?who={people['marcus'].pk}"))
    expect(page.locator(".map-mark")).to_have_count(3)
    card = page.locator(".map-card")
    expect(card).to_contain_text("Backs the pilot.")
    slider = page.get_by_role("slider", name="Date shown")
    slider.focus()
    page.keyboard.press("PageDown")
    expect(page.locator(".map-mark")).to_have_count(1)
    expect(page.locator("[data-map-past]")).to_be_visible()
    # Everything that is shown speaks of that day, or is not shown.
    expect(page.locator("#map-tray")).to_be_hidden()
    expect(page.locator("[data-map-shown]")).to_have_text("1 placed")
    expect(page.locator("#map-unplaced")).to_be_hidden()
    expect(page.locator(".map-svg")).to_have_attribute("aria-label", "Influence over interest, 1 person")
    expect(page.locator("[data-map-count]:visible")).to_have_text(["Detractor 1"])
    expect(page.locator("[data-map-split]")).not_to_have_class(re.compile("is-behind"))
    expect(card).to_contain_text("As known on")
    expect(card).not_to_contain_text("Backs the pilot.")
    expect(page.locator(".map-table tbody tr")).to_have_count(1)
    expect(page.locator(".map-table tbody tr")).to_contain_text("Detractor")
    page.wait_for_url(re.compile(r"at=\d{4}-\d\d-\d\d"))
    mark(page, "Marcus Hale").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-map-live]")).to_have_text(
        "This is the past: nobody can be moved here. Go back to today first."
    )
    page.get_by_role("link", name="Back to today").click()
    expect(page.locator(".map-mark")).to_have_count(3)
    expect(page.locator("[data-map-past]")).to_be_hidden()
    expect(page.locator("#map-tray")).to_be_visible()
    expect(card).to_contain_text("Backs the pilot.")


def test_fewer_words_of_the_past_do_not_pull_the_slider_away(open_page, inside, workspace) -> None:
    long_ago = timezone.localdate() - dt.timedelta(days=200)
    with inside():
        _crowd(workspace, 30, place=(3, 3))
        record_assessment(
            Stakeholder.objects.first(), author=None, why="Met.", influence=4, interest=2, assessed_on=long_ago
        )
    page = ready(open_page(MAP))
    expect(page.locator(".map-table tbody tr")).to_have_count(30)
    slider = page.get_by_role("slider", name="Date shown")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    stood = slider.bounding_box()
    slider.evaluate("slider => { slider.value = slider.min; slider.dispatchEvent(new Event('input', {bubbles: true}));"
                    " slider.dispatchEvent(new Event('change', {bubbles: true})); }")  # fmt: skip
    expect(page.locator(".map-table tbody tr")).to_have_count(1)
    expect(page.locator("[data-map-split]")).not_to_have_class(re.compile("is-behind"))
    assert slider.bounding_box()["y"] == pytest.approx(stood["y"], abs=2)


def test_somebody_in_a_crowd_is_found(open_page, inside, workspace) -> None:
    with inside():
        _crowd(workspace, 140, place=(3, 3))
        last = Stakeholder.objects.order_by("-pk").first()
    page = ready(open_page(f"{MAP}?who={last.pk}"))
    expect(page.locator(".map-card-name")).to_have_text(last.name)
    expect(page.locator(".map-found .map-halo")).to_be_visible()
    expect(page.locator(".map-label", has_text=re.compile(f"^{last.name}$"))).to_be_visible()


def test_who_moved_leaves_a_trail_and_the_card_says_why(open_page, people, inside, leader) -> None:
    with inside():
        record_assessment(people["marcus"], author=leader, why="Backs the pilot.", interest=4, position=0)
    page = ready(open_page(MAP))
    expect(page.locator(".map-trails .map-trail")).to_have_count(1)
    mark(page, "Marcus Hale").locator(".map-shape").hover()
    expect(page.get_by_role("tooltip")).to_contain_text("Head of Sales · Sales")
    mark(page, "Marcus Hale").locator(".map-shape").click()
    card = page.locator(".map-card")
    expect(card.get_by_role("heading", name="Marcus Hale")).to_be_visible()
    expect(card.locator(".map-card-steps li").first).to_contain_text("interest 2 → 4, sceptical → neutral")
    expect(card.locator(".map-card-steps li").first).to_contain_text("Backs the pilot.")
    page.get_by_label("Compared with").select_option(label="nothing")
    expect(page.locator(".map-trails .map-trail")).to_have_count(0)
    expect(page).to_have_url(re.compile("since=none"))


def test_works_without_javascript(open_page, people) -> None:
    page = open_page(MAP, javascript=False)
    link = page.locator(".map-svg").get_by_role("link", name=re.compile("^Marcus Hale,"))
    assert link.get_attribute("href") == f"/w/northwind/stakeholders/{people['marcus'].pk}/"
    page.get_by_label("Show the map of").fill(str(timezone.localdate() - dt.timedelta(days=100)))
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".map-svg a")).to_have_count(1)


def test_presentation_has_no_names_in_it_and_escape_leaves(open_page, people) -> None:
    page = ready(open_page(f"{MAP}?present=1"))
    html = page.content()
    for name in ("Marcus", "Hale", "Aiko", "Priya", "Raman", "Nora", "Head of Sales", "Ines"):
        assert name not in html
    expect(page.locator(".map-mark")).to_have_count(3)
    assert page.locator("a.map-mark").count() == 0
    assert page.locator(".map-mark").first.get_attribute("aria-label").startswith("Decision maker 1, ")
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(rf"{MAP}$"))


def test_failed_data_says_so_and_tries_again(open_page, inside, workspace, leader, troubles) -> None:
    with inside():
        _crowd(workspace, 160)
    page = open_page("/styleguide/")
    page.route("**/map/data.json*", lambda route: route.abort())
    page.goto(MAP)
    expect(page.get_by_role("alert")).to_have_text("The people of this map did not arrive. Check the connection.")
    page.unroute("**/map/data.json*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".map-mark")).to_have_count(160)
    troubles.expect("ERR_FAILED")


def test_export_downloads_the_picture(open_page, people) -> None:
    page = ready(open_page(MAP))
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Picture (PNG)").click()
    assert download.value.suggested_filename == f"investor-map-{timezone.localdate()}.png"


def test_nothing_for_axe_to_find_in_the_question_a_move_asks(open_page, people, axe) -> None:
    page = ready(open_page(f"{MAP}?who={people['marcus'].pk}"))
    page.locator('.map-mark[tabindex="0"]').focus()
    for key in ("Enter", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_label("Why did this move?")).to_be_focused()
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    resize(page, NARROW)
    assert axe(page) == []


@pytest.mark.parametrize(("count", "size"), [(3, (760, 548)), (60, (752, 541)), (60, (340, 435)), (900, (1200, 800))])
def test_browser_and_server_draw_the_same(open_page, workspace, count: int, size) -> None:
    random = Random(count)
    segments = list(Segment.values)

    def standing() -> Standing:
        return Standing(random.choice(segments), random.randint(1, 5), random.choice((3, 4, 4, 5)), 0)

    crowd = [Person(i, f"Person {i}", standing(), was=standing() if i % 3 == 0 else None) for i in range(1, count + 1)]
    frame = Frame(*size)
    page = open_page(MAP)
    spots, labels, trails = page.evaluate(
        """async ([columns, width, height]) => {
            const from = (name) => import(new URL(`/static/js/${name}.js`, location.href));
            const { Frame, place, label, trailsOf } = await from("map-geometry");
            const { People } = await from("map-people");
            const people = new People(columns).placed;
            const frame = new Frame(width, height);
            const spots = place(people, frame);
            const trails = trailsOf(people, spots, frame);
            const labels = label(people, spots, frame, { first: (person) => person.moved, trails: trails.values() });
            return [
                [...spots].map(([id, s]) => [id, s.x, s.y, s.radius]),
                [...labels].map(([id, l]) => [id, l.anchor]),
                [...trails].map(([id, { path, start }]) => [id, path.match(/-?[0-9.]+/g).map(Number), start]),
            ];
        }""",
        [columns_of(crowd), *size],
    )
    drawn = lay_out(crowd, frame)
    assert {number: (s.x, s.y, s.radius) for number, s in place(crowd, frame).items()} == {
        number: pytest.approx((x, y, radius)) for number, x, y, radius in spots
    }
    assert {m.person.id: m.label.anchor for m in drawn if m.label} == dict(labels)
    here = {
        m.person.id: ([float(part) for part in re.findall(r"-?[0-9.]+", m.trail.path)], list(m.trail.start))
        for m in drawn
        if m.trail
    }
    assert here == {number: (pytest.approx(path, abs=0.11), pytest.approx(start)) for number, path, start in trails}


def _crowd(workspace, count: int, place: tuple[int, int] | None = None) -> None:
    made = Stakeholder.objects.bulk_create(
        [Stakeholder(workspace=workspace, name=f"Person {number}") for number in range(count)]
    )
    judged = Assessment.objects.bulk_create(
        [
            Assessment(
                workspace=workspace, stakeholder=person, assessed_on=timezone.localdate(), segment="participant",
                influence=place[0] if place else 1 + person.pk % 5,
                interest=place[1] if place else 1 + person.pk // 5 % 5, position=0,
            )
            for person in made
        ]
    )  # fmt: skip
    for person, assessment in zip(made, judged, strict=True):
        person.current = assessment
    Stakeholder.objects.bulk_update(made, ["current"])
