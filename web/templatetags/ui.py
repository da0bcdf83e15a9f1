"""The components as template tags; each draws templates/components/<name>.html with its arguments filled in."""

# ruff: noqa: A002 -- arguments are written in templates, where `id`, `type`, `help` and `max` are the plain words

import functools
from collections.abc import Hashable, Sequence
from importlib import resources
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree
from zipfile import ZipFile

from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from lucide import IconDoesNotExist

from web import addresses, shapes
from web import navigation as nav
from web.initials import initials as initials_of
from web.sparklines import sparkline as sparkline_of

register = template.Library()
register.tag("url", addresses.url)


@functools.cache
def _icons() -> ZipFile:
    """All drawings of lucide: its own tag reads the list of the two thousand anew for each of them."""
    return ZipFile(BytesIO(resources.files("lucide").joinpath("lucide.zip").read_bytes()))


@functools.cache
def _icon(name: str, size: int, label: str) -> SafeString:
    try:
        drawn = ElementTree.fromstring(_icons().read(f"{name}.svg"))
    except KeyError:
        raise IconDoesNotExist(f"The icon {name!r} does not exist.") from None
    named = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    drawn.attrib |= {"width": str(size), "height": str(size), "class": f"icon icon-{name}"}
    drawn.attrib |= {"stroke-width": "1.75", "focusable": "false", **named}
    for element in drawn.iter():
        element.tag = element.tag.removeprefix("{http://www.w3.org/2000/svg}")
    return mark_safe(ElementTree.tostring(drawn, encoding="unicode"))  # the package's drawings; values are escaped


@register.simple_tag
def icon(name: str, size: int = 18, label: str = "") -> SafeString:
    """A lucide icon, inline. Silent for assistive technology unless it has a label; an unknown name raises."""
    return _icon(str(name), size, str(label))


@register.filter
def breakable(address: str) -> SafeString:
    """An address on a narrow screen breaks after its @ and before its dots, not in the middle of a word."""
    return mark_safe(escape(address).replace("@", "@<wbr>").replace(".", "<wbr>."))  # escaped before


# Words and marks ---------------------------------------------------------------------------------------------------


@register.simple_tag
@functools.lru_cache(maxsize=512, typed=True)  # typed: a safe string equals one that has to be escaped
def segment(
    key: str | None, label: str = "", position: Any = "", note: str = "", says_position: bool = True
) -> SafeString:
    """Few differ and long lists draw many, so each is rendered once."""
    name = shapes.segment_key(key)
    filled = shapes.SOLID if position == "" else shapes.fill(position)
    context = {
        "segment": name,
        "shape": shapes.shape_svg(name, filled),
        "label": label or shapes.LABELS[name],
        "position": "" if position == "" or not says_position else shapes.POSITIONS[position],
        "note": note,
    }
    return render_to_string("components/segment.html", context)


@register.simple_tag
@functools.lru_cache(maxsize=512, typed=True)
def mark(key: str | None, position: int | None = None, size: int = 16, label: str = "") -> SafeString:
    """Only the shape, filled by position: for maps' legends and dense tables that say the words beside it."""
    name = shapes.segment_key(key)
    drawn = shapes.shape_svg(name, shapes.fill(position), size, label)
    return mark_safe(f'<span class="mark tone-{name}">{drawn}</span>')  # both parts are ours and escaped


@register.simple_tag
def initials(name: str, size: str = "") -> SafeString:
    return _letters(initials_of(str(name)), size)


@functools.lru_cache(maxsize=4096)
def _letters(letters: str, size: str) -> SafeString:
    return render_to_string("components/initials.html", {"letters": letters, "size": size})


@register.inclusion_tag("components/verdict.html")
def verdict(kind: str, text: str, note: str = "") -> dict[str, Any]:
    """kind: rise, fall (with good / concern), or plain: `good-rise`, `good-fall`, `concern-rise`, `concern-fall`."""
    tone, _, direction = kind.partition("-")
    icon = {"rise": "trending-up", "fall": "trending-down"}.get(direction, "minus")
    return {"tone": tone, "icon": icon, "text": text, "note": note}


@register.inclusion_tag("components/kbd.html")
def kbd(keys: str) -> dict[str, Any]:
    return {"keys": str(keys).split(" ")}


@register.inclusion_tag("components/hint.html")
def hint(text: str, label: str = "What does this mean?") -> dict[str, Any]:
    return {"text": text, "label": label}


@register.inclusion_tag("components/sparkline.html")
def sparkline(
    values: Sequence[float | None],
    title: str,
    says: str = "",
    band: tuple[float, float] | None = None,
    signals: Sequence[int] = (),
    tone: str = "good",
) -> dict[str, Any]:
    return {"line": sparkline_of(values, band=band, signals=signals), "title": title, "says": says, "tone": tone}


@register.inclusion_tag("components/progress.html")
def progress(label: str, value: float | None = None, max: float = 100, note: str = "") -> dict[str, Any]:
    return {"label": label, "value": value, "max": max, "note": note}


@register.inclusion_tag("components/skeleton.html")
def skeleton(rows: int = 4, label: str = "Loading") -> dict[str, Any]:
    return {"rows": range(rows), "label": label}


@register.simple_tag
def remembered(template_name: str, **values: Hashable) -> SafeString:
    """What a template draws of frozen `values` and nothing else, once for as long as it is among the latest: rows of
    long lists. Nothing of it outlives the process, and whoever is shown it has read the values under their own rights.
    """
    draw = _remembered.__wrapped__ if settings.DEBUG else _remembered
    return draw(template_name, **values)


@functools.lru_cache(maxsize=4096, typed=True)
def _remembered(template_name: str, **values: Hashable) -> SafeString:
    return render_to_string(template_name, values)


# Actions -----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/button.html")
def button(
    label: str,
    href: str = "",
    kind: str = "",
    icon: str = "",
    type: str = "submit",
    name: str = "",
    value: str = "",
    panel: bool = False,
    small: bool = False,
    confirm: str = "",
    opens: str = "",
    disabled: bool = False,
    icon_only: bool = False,
    form: str = "",
) -> dict[str, Any]:
    return {
        "label": label,
        "href": href,
        "kind": kind,
        "icon": icon,
        "type": "button" if opens else type,
        "name": name,
        "value": value,
        "panel": panel,
        "small": small,
        "confirm": confirm,
        "opens": opens,
        "disabled": disabled,
        "icon_only": icon_only,
        "form": form,
    }


@register.inclusion_tag("components/chip.html")
def chip(
    label: str,
    href: str,
    pressed: bool = False,
    segment: str = "",
    count: int | None = None,
    remove: bool = False,
    target: str = "",
) -> dict[str, Any]:
    name = shapes.segment_key(segment) if segment else ""
    shape = shapes.shape_svg(name, shapes.SOLID, 12) if name else ""
    return {
        "label": label,
        "href": href,
        "pressed": pressed,
        "tone": name,
        "shape": shape,
        "count": count,
        "remove": remove,
        "target": target,
    }


@register.inclusion_tag("components/empty.html")
def empty_state(
    title: str,
    says: str = "",
    icon: str = "",
    action: str = "",
    href: str = "",
    panel: bool = False,
    second: str = "",
    second_href: str = "",
    kind: str = "primary",
) -> dict[str, Any]:
    """kind: of the action's button; empty where the page's head has the primary one already."""
    return {
        "title": title,
        "says": says,
        "icon": icon,
        "action": action,
        "href": href,
        "panel": panel,
        "second": second,
        "second_href": second_href,
        "kind": kind,
    }


@register.inclusion_tag("components/tabs.html")
def tabs(items: Sequence[dict[str, Any]], label: str) -> dict[str, Any]:
    return {"items": items, "label": label}


# Forms -------------------------------------------------------------------------------------------------------------

# The singular of what a list counts, where it is not the plural without its s.
ONE = {"people": "person", "entries": "entry"}
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checks"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "check"),
    (forms.SelectMultiple, "list"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.ClearableFileInput, "file"),
)


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, label: str = "", help: str = "", cards: bool = True, quiet: bool = False
) -> dict[str, Any]:
    """Label, help, control and errors of one form field, tied together by ids."""
    widget = bound.field.widget
    kind = next((name for type_, name in KINDS if isinstance(widget, type_)), "input")
    helps = str(help or bound.help_text or "")
    base = bound.auto_id or f"id_{bound.html_name}"
    described = " ".join(([f"{base}_help"] if helps else []) + ([f"{base}_problem"] if bound.errors else []))
    look = "choice-input" if kind == "check" else "control"
    attributes: dict[str, Any] = {"class": f"{look} {widget.attrs.get('class', '')}".strip()}
    if described:
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    grouped = kind in {"radios", "checks"}
    return {
        "kind": kind,
        "base": base,
        "label": label or bound.label,
        "help": helps,
        "errors": bound.errors,
        "required": bound.field.required,
        "described": described,
        "control": "" if grouped else bound.as_widget(attrs=attributes),
        "choices": _choices(bound, attributes) if grouped else [],
        "target": bound.id_for_label,
        "cards": cards,
        "quiet": quiet,
    }


def _choices(bound: BoundField, attributes: dict[str, Any]) -> list[dict[str, Any]]:
    notes = getattr(bound.field.widget, "descriptions", {})
    drawn = []
    for choice in bound.subwidgets:
        value = choice.data["value"]
        drawn.append(
            {
                "id": choice.id_for_label,
                "tag": _choice_input(choice.data, attributes),
                "label": choice.choice_label,
                "note": notes.get(getattr(value, "value", value), ""),
            }
        )
    return drawn


def _choice_input(data: dict[str, Any], attributes: dict[str, Any]) -> SafeString:
    extra = {"class": "choice-input"} | {k: v for k, v in attributes.items() if k == "aria-invalid"}
    merged = {k: v for k, v in data["attrs"].items() if k not in {"aria-describedby", "aria-invalid"}} | extra
    return _input(data, merged)


def _input(data: dict[str, Any], attributes: dict[str, Any]) -> SafeString:
    pairs = [("type", data["type"]), ("name", data["name"]), ("value", data["value"])]
    flags = [key for key, value in attributes.items() if value is True]
    pairs += [(key, value) for key, value in attributes.items() if value not in (True, False, None)]
    written = [f'{key}="{escape(value)}"' for key, value in pairs] + flags
    return mark_safe(f"<input {' '.join(written)}>")  # keys are Django's, values are escaped above


@register.inclusion_tag("components/problem.html")
def problem(form: BaseForm, focus: bool = True) -> dict[str, Any]:
    """What is wrong with a form, each line a link to its field."""
    lines: list[dict[str, str]] = [{"href": "", "text": str(error)} for error in form.non_field_errors()]
    for bound in form:
        for error in bound.errors:
            target = bound.id_for_label or next((w.id_for_label for w in bound.subwidgets if w.id_for_label), "")
            lines.append({"href": f"#{target}" if target else "", "text": f"{bound.label}: {error}"})
    return {"lines": lines, "focus": focus}


# Lists -------------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: template.Context, page: Page[Any], target: str = "", noun: str = "rows", label: str = "Pages"
) -> dict[str, Any]:
    request: HttpRequest = context["request"]
    numbers = getattr(page, "numbers", range(1, page.paginator.num_pages + 1))
    return {
        "page": page,
        "links": [{"number": n, "href": query_with(request, page=n) if n else ""} for n in numbers],
        "previous": query_with(request, page=page.number - 1) if page.has_previous() else "",
        "next": query_with(request, page=page.number + 1) if page.has_next() else "",
        "target": target,
        "noun": ONE.get(noun, noun.removesuffix("s")) if page.paginator.count == 1 else noun,
        "name": label,
    }


@register.inclusion_tag("components/column.html", takes_context=True)
def column(
    context: template.Context,
    label: str,
    sort: str = "",
    numeric: bool = False,
    target: str = "",
    hidden: bool = False,
    current: str = "",
) -> dict[str, Any]:
    """A column's header; with `sort` a link that sorts by it, then the other way round: `?sort=-name`.

    `current` is how the rows are sorted when the address does not say.
    """
    current = context["request"].GET.get("sort", "") or current
    ascending, descending = bool(sort) and current == sort, bool(sort) and current == f"-{sort}"
    following = f"-{sort}" if ascending else sort
    return {
        "label": label,
        "numeric": numeric,
        "hidden": hidden,
        "sorted": "ascending" if ascending else "descending" if descending else "",
        "href": query_with(context["request"], sort=following, page=None) if sort else "",
        "target": target,
    }


def query_with(request: HttpRequest, **changes: Any) -> str:
    """This page's query string with some parameters set, or dropped when None."""
    query = request.GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value is not None:
            query[key] = str(value)
    return f"?{urlencode(list(query.lists()), doseq=True)}"


# Containers --------------------------------------------------------------------------------------------------------


@register.simple_block_tag(takes_context=True)
def panel(context: template.Context, content: str, title: str, says: str = "", kicker: str = "") -> str:
    """What #panel shows. On a page of its own the same content has the page's h1."""
    htmx = getattr(context.get("request"), "htmx", None)
    inside = htmx is not None and bool(htmx) and htmx.target == "panel"
    return render_to_string(
        "components/panel.html",
        {"content": content, "title": title, "says": says, "kicker": kicker, "inside": inside},
    )


@register.simple_block_tag
def card(
    content: str, title: str = "", says: str = "", more: str = "", href: str = "", level: int = 2, flush: bool = False
) -> str:
    return render_to_string(
        "components/card.html",
        {"content": content, "title": title, "says": says, "more": more, "href": href, "level": level, "flush": flush},
    )


@register.simple_block_tag
def table(content: str, caption: str, cards: bool = True, show_caption: bool = False, tall: bool = False) -> str:
    """A table in a region that scrolls on its own; with `cards` phones show each row as a card (td data-label)."""
    return render_to_string(
        "components/table.html",
        {"content": content, "caption": caption, "cards": cards, "show_caption": show_caption, "tall": tall},
    )


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> str:
    return render_to_string("components/dialog.html", {"content": content, "id": id, "title": title})


@register.simple_block_tag
def menu(
    content: str, label: str, icon: str = "ellipsis", icon_only: bool = False, align: str = "end", up: bool = False
) -> str:
    return render_to_string(
        "components/menu.html",
        {"content": content, "label": label, "icon": icon, "icon_only": icon_only, "align": align, "up": up},
    )


# The way round -----------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def stations(context: template.Context) -> tuple[nav.Station, ...]:
    workspace, membership = context.get("workspace"), context.get("membership")
    if not workspace or not membership:
        return ()
    return tuple(nav.stations(context["request"], workspace.slug, membership.role, str(context.get("station", ""))))
