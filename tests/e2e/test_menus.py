"""Menus and lists as a mouse meets them: what is pressed in them is done, and what is left closes."""

import re

import pytest
from playwright.sync_api import expect

from stakeholders.models import Relationship

COLOUR = "element => getComputedStyle(element).backgroundColor"


@pytest.mark.parametrize("where", ["stakeholders/", "map/", "map/engagement/"])
def test_words_in_a_menu_are_pressed_with_the_mouse(open_page, inside, add_person, where) -> None:
    with inside():
        add_person("Aiko", department="Finance"), add_person("Marcus", department="Sales")
    page = open_page(f"/w/northwind/{where}")
    page.get_by_text("Department", exact=True).first.click()
    menu = page.locator("details.filters-menu[open]")
    finance = menu.locator("label", has_text="Finance").bounding_box()
    for wanted, is_checked in ((r"\?department=\d+$", True), (f"/{where}$", False)):
        page.mouse.click(finance["x"] + finance["width"] - 8, finance["y"] + 8, delay=80)
        expect(page).to_have_url(re.compile(wanted))
        expect(menu.get_by_role("checkbox", name="Finance")).to_be_checked(checked=is_checked)
        if where == "stakeholders/" and is_checked:
            # A menu's rows are plain; a button that stores something looks like one there, too.
            store = page.locator(".views-form .btn-primary")
            expect(store).to_have_css("background-color", page.locator(".head .btn-primary").evaluate(COLOUR))
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.get_by_role("heading", level=1).click()
    expect(menu).to_have_count(0)


def test_a_contact_is_logged_alike_on_every_page(open_page, add_person, inside) -> None:
    with inside():
        add_person("Aiko")
    page = open_page("/w/northwind/export/")
    page.get_by_role("link", name="Log a contact").first.click()
    panel = page.locator("#panel")
    date, on_a_date = panel.locator("[name=follow_up_by]"), panel.locator("label", has_text="On a date")
    expect(on_a_date).to_have_css("border-top-style", "solid")
    expect(date).to_be_hidden()
    on_a_date.click()
    expect(date).to_be_visible()


def test_a_tie_is_removed_on_somebody_s_page(open_page, inside, add_person, workspace) -> None:
    with inside():
        aiko, marcus = add_person("Aiko"), add_person("Marcus")
        Relationship.objects.create(
            workspace=workspace, source=aiko, target=marcus, kind="influences", direction="directed", weight=4
        )
    page = open_page(f"/w/northwind/stakeholders/{aiko.pk}/")
    remove = page.get_by_role("button", name="Remove the relationship with Marcus")
    remove.click()
    page.get_by_role("button", name="Cancel").click()
    expect(remove).to_be_focused()
    remove.click()
    page.locator("#confirm [data-confirm-yes]").click()
    expect(page.locator(".toast")).to_contain_text("removed")
    expect(remove).to_have_count(0)
    with inside():
        assert not Relationship.objects.exists()
