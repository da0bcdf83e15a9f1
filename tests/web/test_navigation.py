"""Which stations are shown, to whom, and where one is."""

import pytest
from django.test import RequestFactory
from django.urls import path, resolve

from web.navigation import stations


def page(request, slug=""):
    raise NotImplementedError


class Urls:
    urlpatterns = [
        path("w/<slug:slug>/map/", page, name="map"),
        path("w/<slug:slug>/list/", page, name="list"),
        path("w/<slug:slug>/list/7/", page, name="one"),
        path("w/<slug:slug>/list/long/", page, name="long"),
        path("w/<slug:slug>/list/long/7/", page, name="one-long"),
        path("w/<slug:slug>/list/apart/", page, name="apart"),
        path("w/<slug:slug>/parts/7/", page, name="part"),
        path("help/", page, name="help"),
    ]


@pytest.fixture(autouse=True)
def _urls(settings):
    settings.ROOT_URLCONF = Urls
    settings.NAVIGATION = [
        {
            "key": "map",
            "label": "Map",
            "url": "map",
            "step": 1,
            "icon": "map",
            "roles": {"leader"},
            "apart": ["apart"],
            "pages": [
                {"label": "Picture", "url": "map", "icon": "map"},
                {"label": "List", "url": "list", "icon": "list", "also": ["part"]},
                {"label": "Long list", "url": "long", "icon": "list"},
                {"label": "Not built", "url": "nowhere", "icon": "x"},
                {"label": "Not theirs", "url": "list", "icon": "x", "roles": {"owner"}},
            ],
        },
        {"key": "later", "label": "Later", "url": "not-built", "step": 2},
        {"key": "help", "label": "Help", "url": "help", "in_workspace": False},
    ]


def seen(role="leader", slug="northwind", station="map", at="/w/northwind/list/7/"):
    request = RequestFactory().get(at)
    request.resolver_match = resolve(at)
    return stations(request, slug, role, station)


def test_stations_not_built_are_not_shown():
    assert [station.key for station in seen()] == ["map", "help"]


def test_stations_are_for_their_roles():
    assert [station.key for station in seen(role="executive")] == ["help"]


def test_links_are_the_workspaces_own():
    assert [station.href for station in seen()] == ["/w/northwind/map/", "/help/"]
    assert [station.key for station in seen(slug="")] == ["help"]


def test_only_the_station_one_is_in_shows_its_pages():
    here, elsewhere = seen()
    assert [(page.label, page.current) for page in here.pages] == [
        ("Picture", False), ("List", True), ("Long list", False),
    ]  # fmt: skip
    assert (here.current, elsewhere.current, elsewhere.pages) == (True, False, ())


@pytest.mark.parametrize(
    ("at", "page"),
    [
        ("/w/northwind/map/", "Picture"),
        ("/w/northwind/list/apart/", None),
        ("/w/northwind/list/7/", "List"),
        ("/w/northwind/list/long/7/", "Long list"),
        ("/w/northwind/parts/7/", "List"),
    ],
)
def test_the_nearest_page_above_an_address_is_current_unless_one_names_it(at, page):
    assert [each.label for each in seen(at=at)[0].pages if each.current] == [page] * (page is not None)


def test_who_sees_one_station_alone_sees_no_number(settings):
    assert [station.step for station in seen()] == ["1", ""]
    settings.NAVIGATION = settings.NAVIGATION[:1]
    assert [station.step for station in seen()] == [""]


def test_a_request_that_matched_nothing_is_nowhere():
    request = RequestFactory().get("/x/")
    assert [station.current for station in stations(request, "northwind", "leader")] == [False, False]
