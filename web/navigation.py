"""The way round: the stations that are built, the pages of the one you are in, and which of them is this page.

settings.NAVIGATION lists the stations; web knows none of them by name. Each is a dict:
    key      short name, also what a view's context may give as `station` to say where it belongs
    label    the word shown
    url      URL name; taken with the workspace's slug when `in_workspace` (the default) is true
    step     number in the loop, or "" for a station outside it; who sees one station alone sees no number
    icon     lucide name, for the phone's bar
    roles    which roles see it; missing or empty means all
    namespaces  URL namespaces whose pages belong to it (default: the namespace of `url`)
    pages    its own pages: dicts of label, url, icon, and optionally roles and `also`, URL names that belong to it
             though their address does not lie below its own
    apart    URL names that belong to none of them, though their address lies below one
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch

from web.addresses import address_of


@dataclass(frozen=True)
class NavigationPage:
    label: str
    href: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Station:
    key: str
    label: str
    href: str
    step: str
    icon: str
    current: bool
    pages: tuple[NavigationPage, ...]


def stations(request: HttpRequest, slug: str, role: str, station: str = "") -> list[Station]:
    """The stations a `role` may see in workspace `slug`, with the current one and its current page marked.

    A station whose URL does not exist is not built and is left out.
    """
    match = request.resolver_match
    view_name, namespace = (match.view_name, match.namespace) if match else ("", "")
    found: list[Station] = []
    for entry in getattr(settings, "NAVIGATION", ()):
        href = _href(entry, slug)
        if href is None or not _allowed(entry, role):
            continue
        namespaces = entry.get("namespaces") or (entry["url"].rpartition(":")[0],)
        current = entry["key"] == station if station else bool(namespace) and namespace in namespaces
        found.append(
            Station(
                key=entry["key"],
                label=str(entry["label"]),
                href=href,
                # Counted among those that are built: a missing number looks like a missing page.
                step=str(len([each for each in found if each.step]) + 1) if entry.get("step") else "",
                icon=entry.get("icon", "circle"),
                current=current,
                pages=_pages(entry, slug, role, view_name, request.path) if current else (),
            )
        )
    return found if len(found) > 1 else [replace(only, step="") for only in found]


def _pages(entry: Mapping[str, Any], slug: str, role: str, view_name: str, path: str) -> tuple[NavigationPage, ...]:
    """The pages `role` may see; current is the one that names this view, else the nearest above this address."""
    found = [
        (page, href)
        for page in entry.get("pages", ())
        if (href := _href(page, slug)) is not None and _allowed(page, role)
    ]
    named = [href for page, href in found if view_name in page.get("also", ())]
    above = [href for _, href in found if path.startswith(href)]
    here = named[0] if named else max(above, key=len, default=None)
    if view_name in entry.get("apart", ()):
        here = None
    return tuple(
        NavigationPage(str(page["label"]), href, page.get("icon", "circle"), href == here) for page, href in found
    )


def _allowed(entry: Mapping[str, Any], role: str) -> bool:
    return not entry.get("roles") or role in entry["roles"]


def _href(entry: Mapping[str, Any], slug: str) -> str | None:
    in_workspace = entry.get("in_workspace", True)
    if in_workspace and not slug:
        return None
    try:
        return address_of(entry["url"], slug) if in_workspace else address_of(entry["url"])
    except NoReverseMatch:
        return None
