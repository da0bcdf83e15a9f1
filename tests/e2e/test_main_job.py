"""The main job from start to end in a browser, once by mouse and once by keys alone: sign in, import, see who is not
assessed, assess, move, replay, export."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import FileChooser, Locator, Page, expect

from accounts.isolation import scope
from stakeholders.investor_map.geometry import Frame
from stakeholders.models import Assessment, ImportBatch, Relationship, Stakeholder
from tests.e2e.workbooks import Book, northwind, paypal_mafia

EARLIER = timezone.localdate() - timezone.timedelta(days=120)
WHY_MOVED = "Asked for the pipeline numbers himself."


@pytest.fixture
def demo(workspace, leader):
    """The demo's one click signs in this leader, into this workspace, which holds nobody yet."""
    with scope(workspace=workspace.pk, user=leader.pk):
        type(workspace).objects.filter(pk=workspace.pk).update(is_demo=True)
        type(leader).objects.filter(pk=leader.pk).update(email="leader@northwind.example")
    return workspace


def hears(page: Page, target: Locator) -> None:
    """It is there, and so are the page's scripts: what is pressed before is pressed as in a page without any."""
    target.wait_for(state="attached")
    page.wait_for_load_state()


class Mouse:
    """Clicks; types only where there is something to write."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        hears(self.page, target)
        target.click()

    def choose(self, group: Locator, label: str) -> None:
        group.locator("label", has_text=label).click()

    def write(self, field: Locator, text: str) -> None:
        field.click()
        field.fill(text)

    def pick_up_and_carry(self, mark: Locator, influence: int, interest: int) -> None:
        picture = self.page.locator(".map-svg").bounding_box()
        left = 34 if picture["width"] < 560 else 46
        x, y = Frame(picture["width"], picture["height"], left=left).cell(influence, interest).centre
        shape = mark.locator(".map-shape").bounding_box()
        self.page.mouse.move(shape["x"] + shape["width"] / 2, shape["y"] + shape["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(picture["x"] + x - 20, picture["y"] + y, steps=5)
        self.page.mouse.move(picture["x"] + x, picture["y"] + y, steps=5)
        self.page.mouse.up()

    def replay_from_the_start(self, slider: Locator) -> None:
        slider.scroll_into_view_if_needed()
        track = slider.bounding_box()
        self.page.mouse.click(track["x"] + 3, track["y"] + track["height"] / 2)

    def replay_until_today(self, slider: Locator) -> None:
        slider.scroll_into_view_if_needed()
        track = slider.bounding_box()
        self.page.mouse.click(track["x"] + track["width"] - 3, track["y"] + track["height"] / 2)


class Keys:
    """Only keys: every target is reached by Tab, as far as Tab must go."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        hears(self.page, target)
        wanted = target.element_handle()
        for key in ("Tab", "Shift+Tab"):
            for _step in range(160):
                if wanted.evaluate("element => element === document.activeElement"):
                    return
                self.page.keyboard.press(key)
        pytest.fail(f"Tab does not come to {target}")

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def choose(self, group: Locator, label: str) -> None:
        # Tab comes to a group of radio buttons once, at the one that is chosen.
        wanted = group.locator(".choice", has_text=label).locator("input")
        self.reach(group.locator("input:checked"))
        for _step in range(8):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"arrow keys do not come to {label}")

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        if field.get_attribute("type") == "date":
            year, month, day = text.split("-")
            self.page.keyboard.type(f"{month}{day}{year}")
        else:
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(text)
        expect(field).to_have_value(text)

    def pick_up_and_carry(self, mark: Locator, influence: int, interest: int) -> None:
        # Tab enters the picture once; arrow keys go from mark to mark.
        self.reach(self.page.locator('.map-mark[tabindex="0"]'))
        wanted = mark.element_handle()
        for key in ("ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight") * 3:
            if wanted.evaluate("element => element === document.activeElement"):
                break
            self.page.keyboard.press(key)
        expect(mark).to_be_focused()
        self.page.keyboard.press("Enter")
        live = self.page.locator("[data-map-live]")
        expect(live).to_contain_text("Picked up.")
        stood_influence, stood_interest = map(int, re.findall(r"influence (\d), interest (\d)", live.inner_text())[0])
        for key, steps in (
            ("ArrowUp", influence - stood_influence),
            ("ArrowDown", stood_influence - influence),
            ("ArrowRight", interest - stood_interest),
            ("ArrowLeft", stood_interest - interest),
        ):
            for _step in range(steps):
                self.page.keyboard.press(key)
        self.page.keyboard.press("Enter")

    def replay_from_the_start(self, slider: Locator) -> None:
        self.reach(slider)
        for _month in range(5):
            self.page.keyboard.press("PageDown")

    def replay_until_today(self, slider: Locator) -> None:
        self.reach(slider)
        for _month in range(5):
            self.page.keyboard.press("PageUp")


def station_page(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True).locator("visible=true").first


def mark(page: Page, name: str) -> Locator:
    return page.locator(".map-svg").get_by_role("button", name=re.compile(f"^{name},"))


def import_file(page: Page, hand: Mouse | Keys, book: Book) -> None:
    hand.press(page.get_by_role("link", name="Import a file"))
    with page.expect_file_chooser() as chooser:
        hand.press(page.locator('input[type="file"]'))
    give(chooser.value, book)
    expect(page.locator("[data-drop-list]")).to_contain_text(book.filename)
    hand.press(page.get_by_role("button", name="Check the file"))
    expect(page.get_by_role("heading", name=book.filename)).to_be_visible()
    people, ties = page.locator(".count-group").nth(0), page.locator(".count-group").nth(1)
    expect(people).to_contain_text(re.compile(rf"{book.people}\s*new"))
    expect(ties).to_contain_text(re.compile(rf"{book.ties}\s*new"))
    expect(page.locator("#rows")).to_contain_text(book.first)
    assert Stakeholder.objects.count() == 0, "a preview stores nobody"
    hand.press(page.get_by_role("button", name="Import it"))
    expect(page.locator("#toasts")).to_contain_text("Imported, all of it.")


def give(chooser: FileChooser, book: Book) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    chooser.set_files({"name": book.filename, "mimeType": kind, "buffer": book.content})


def assess(page: Page, hand: Mouse | Keys, name: str, *, influence: str, interest: str, on: str, why: str) -> None:
    """From the page of the person: the panel, its form, and back with a toast."""
    hand.press(page.locator("main").get_by_role("link", name="Assess", exact=True).first)
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", name="Assess")).to_be_visible()
    hand.choose(panel.get_by_role("group", name="Segment"), "Influencer")
    hand.choose(panel.get_by_role("group", name="Influence in the company"), influence)
    hand.choose(panel.get_by_role("group", name="Interest in marketing strategy"), interest)
    hand.write(panel.get_by_label("Why?"), why)
    hand.write(panel.get_by_label("As of"), on)
    hand.press(panel.get_by_role("button", name="Store the assessment"))
    expect(page.locator("#toasts")).to_contain_text(f"The assessment of {name} is stored.")
    expect(panel).to_be_hidden()


def downloaded(page: Page, hand: Mouse | Keys, target: Locator) -> bytes:
    with page.expect_download() as download:
        hand.press(target)
    return Path(download.value.path()).read_bytes()


def do_the_main_job(page: Page, hand: Mouse | Keys, book: Book, rows: Callable) -> None:
    hand.press(page.get_by_role("button", name=re.compile("^Walk in as the marketing leader")))
    expect(page.get_by_text("Nobody is on the map yet")).to_be_visible()
    with rows():
        import_file(page, hand, book)

    hand.press(station_page(page, "Investor map"))
    # Nobody, or almost nobody, is judged in the file: the page says so instead of placing them in the middle.
    unassessed = page.locator("main").get_by_role("link", name=re.compile(f"{book.people - book.judged}"))
    expect(unassessed.first).to_be_visible()
    expect(page.locator(".map-mark[data-id]")).to_have_count(book.judged)
    today = str(timezone.localdate())
    for name, influence, interest, day in (
        (book.first, "4 · Sways most decisions", "2 · Rarely looks", str(EARLIER)),
        (book.second, "3 · Is listened to", "5 · Follows it closely", today),
    ):
        open_person(page, hand, name)
        assess(page, hand, name, influence=influence, interest=interest, on=day, why=f"Met {name}.")

    hand.press(station_page(page, "Investor map"))
    page.wait_for_selector("[data-map].is-live")
    expect(page.locator(".map-mark[data-id]")).to_have_count(book.judged + 2)
    expect(page.locator("[data-map-shown]")).to_have_text(f"{book.judged + 2} placed")
    # Never assessed, and assessed without a place: told apart, and together everybody else.
    counted = re.findall(r"\d+", page.locator("#map-unplaced").inner_text())
    assert sum(map(int, counted)) == book.people - book.judged - 2

    hand.pick_up_and_carry(mark(page, book.first), 5, 4)
    dialog = page.locator("dialog[data-map-move]")
    expect(dialog.get_by_role("heading")).to_have_text(f"{book.first}: influence 5, interest 4")
    hand.write(page.get_by_label("Why did this move?"), WHY_MOVED)
    hand.press(dialog.get_by_role("button", name="Store the assessment"))
    expect(dialog).to_be_hidden()
    expect(mark(page, book.first)).to_have_accessible_name(re.compile("influence 5, interest 4"))
    with rows():
        first = Stakeholder.objects.get(name=book.first)
        stored = Assessment.objects.filter(stakeholder=first).order_by("assessed_on", "pk")
        assert [(one.influence, one.interest, one.why) for one in stored] == [
            (4, 2, f"Met {book.first}."),
            (5, 4, WHY_MOVED),
        ]

    slider = page.get_by_role("slider", name="Date shown")
    hand.replay_from_the_start(slider)
    expect(mark(page, book.first)).to_have_accessible_name(re.compile("influence 4, interest 2"))
    expect(page.locator("[data-map-shown]")).to_have_text("1 placed")
    expect(page.locator(".map-mark[data-id]")).to_have_accessible_name(re.compile(f"^{book.first}"))
    page.wait_for_url(re.compile(r"at=\d{4}-\d\d-\d\d"))
    hand.replay_until_today(slider)
    expect(page.locator(".map-mark[data-id]")).to_have_count(book.judged + 2)
    expect(mark(page, book.first)).to_have_accessible_name(re.compile("influence 5, interest 4"))

    hand.press(page.locator("summary", has_text="Export"))
    drawing = downloaded(page, hand, page.get_by_role("button", name="Drawing (SVG)")).decode()
    assert drawing.startswith(("<svg", "<?xml"))
    assert book.first in drawing
    assert book.second in drawing

    hand.press(station_page(page, "Export"))
    workbook = downloaded(page, hand, page.get_by_role("button", name="Download Kumu workbook"))
    check_round_trip(workbook, book, rows)


def open_person(page: Page, hand: Mouse | Keys, name: str) -> None:
    """By the palette with keys, by the register with the mouse."""
    if isinstance(hand, Keys):
        page.wait_for_load_state()
        page.keyboard.press("Control+k")
        palette = page.get_by_role("combobox", name="Find anyone or any page")
        expect(palette).to_be_focused()
        page.keyboard.type(name)
        expect(page.locator('#palette [aria-selected="true"]')).to_contain_text(name)
        page.keyboard.press("Enter")
    else:
        hand.press(station_page(page, "Register"))
        hand.press(page.locator("main").get_by_role("link", name=name, exact=True).first)
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def check_round_trip(content: bytes, book: Book, rows: Callable) -> None:
    """The exported workbook names everybody and holds every tie and judgement."""
    exported = load_workbook(io.BytesIO(content))
    elements = list(exported["Elements"].iter_rows(values_only=True))
    label = elements[0].index("Label")
    with rows():
        names = set(Stakeholder.objects.values_list("name", flat=True))
        assert Relationship.objects.count() == book.ties
        assert ImportBatch.objects.get().state == "applied"
    assert len(names) == book.people
    assert {row[label] for row in elements[1:]} == names
    assert len(list(exported["Connections"].iter_rows())) == book.ties + 1


def test_by_mouse(open_page, demo, inside) -> None:
    """With a workbook as it was found in the world, where there is one beside the repository."""
    page = open_page("/", user=None)
    do_the_main_job(page, Mouse(page), paypal_mafia() or northwind(), inside)


def test_by_keys_alone(open_page, demo, inside) -> None:
    page = open_page("/", user=None)
    do_the_main_job(page, Keys(page), northwind(), inside)
