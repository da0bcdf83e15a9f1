"""The five segments' shapes and how a position fills them: always the same shape, colour and word together."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

# drawn round 0,0 in a box of 16; equal in optical weight, not in extent. The drawing code of maps scales these.
PATHS = {
    "decision-maker": "M-4.9,-4.9 H4.9 V4.9 H-4.9 Z",
    "champion": "M0,-6.2 L6.2,4.6 H-6.2 Z",
    "influencer": "M0,-6.6 L6.6,0 L0,6.6 L-6.6,0 Z",
    "detractor": "M0,6.2 L6.2,-4.6 H-6.2 Z",
    "participant": "M-5.3,0 A5.3,5.3 0 1 1 5.3,0 A5.3,5.3 0 1 1 -5.3,0 Z",
    "unsegmented": "M-5.3,0 A5.3,5.3 0 1 1 5.3,0 A5.3,5.3 0 1 1 -5.3,0 Z",
}
LABELS = {
    "decision-maker": "Decision maker",
    "champion": "Champion",
    "influencer": "Influencer",
    "detractor": "Detractor",
    "participant": "Participant",
    "unsegmented": "No segment yet",
}
POSITIONS = {-2: "Opposed", -1: "Sceptical", 0: "Neutral", 1: "Supportive", 2: "Advocate", None: "Position unknown"}


@dataclass(frozen=True)
class Fill:
    """How a shape is filled: by a position, or solid where position does not matter."""

    name: str
    opacity: str
    dashes: str


SOLID = Fill("filled", "1", "")
HALF = Fill("half", ".38", "")
HOLLOW = Fill("hollow", "0", "")
DASHED = Fill("dashed", "0", "2.2 1.7")


def segment_key(value: str | None) -> str:
    """`decision_maker`, `decision-maker` or nothing, as the key of tokens and shapes."""
    key = (value or "unsegmented").replace("_", "-").lower()
    return "unsegmented" if key in {"unknown", "none"} else key


def fill(position: int | None) -> Fill:
    if position is None:
        return DASHED
    return SOLID if position > 0 else HALF if position == 0 else HOLLOW


def shape_svg(segment: str, filled: Fill, size: int = 14, label: str = "") -> SafeString:
    """The shape as inline SVG in `currentColor`; hidden from assistive technology unless it has a label."""
    if segment == "unsegmented":
        filled = DASHED if filled is SOLID else filled
    named = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="shape shape-{}" viewBox="-8 -8 16 16" width="{}" height="{}" {} focusable="false">'
        '<path d="{}" fill="currentColor" fill-opacity="{}" stroke="currentColor" stroke-width="1.7" '
        'stroke-linejoin="round" stroke-dasharray="{}"/></svg>',
        segment, size, size, named, PATHS[segment], filled.opacity, filled.dashes or "none",
    )  # fmt: skip
