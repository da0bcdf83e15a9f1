"""The boxes of the desk are drawn as Django's own would be, only quicker."""

import pytest
from django import forms
from django.test.html import parse_html
from django.utils.html import escape

from discussions.forms.guides import Box, Line, Pick

HOSTILE = '</textarea><script>alert("x")</script> & \'"'
CHOICES = [("text", "Open text"), ("scale", f"Scale {HOSTILE}"), ("", "None")]


@pytest.mark.parametrize("value", [None, "", "two\nlines", HOSTILE, "scale"])
@pytest.mark.parametrize(
    ("ours", "djangos"),
    [
        (Box(attrs={"class": "control", "rows": 2}), forms.Textarea(attrs={"class": "control", "rows": 2})),
        (Line(attrs={"class": "control"}), forms.TextInput(attrs={"class": "control"})),
        (Pick(attrs={"class": "control"}, choices=CHOICES), forms.Select(attrs={"class": "control"}, choices=CHOICES)),
    ],
)
def test_a_box_is_what_django_draws(ours, djangos, value):
    attrs = {"id": "p1-text", "aria-invalid": True, "required": False, "placeholder": HOSTILE}
    assert parse_html(ours.render("p1-text", value, attrs)) == parse_html(djangos.render("p1-text", value, attrs))


def test_nothing_typed_gets_out_of_its_box():
    assert escape(HOSTILE) in Box().render("a", HOSTILE)
    assert "<script>" not in Box().render("a", HOSTILE) + Line().render("a", HOSTILE)
