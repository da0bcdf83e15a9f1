"""What the components draw."""

import pytest
from django import forms
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from lucide import IconDoesNotExist

from web.initials import initials
from web.shapes import LABELS, PATHS, POSITIONS, fill, segment_key
from web.sparklines import sparkline
from web.templatetags import ui


def draw(source: str, **context) -> str:
    return Template(source).render(Context(context))


def draw_at(address: str, source: str, **context) -> str:
    request = RequestFactory().get(address)
    return Template(source).render(RequestContext(request, context | {"request": request}))


# Icons ------------------------------------------------------------------------------------------------------------


def test_an_icon_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in draw('{% icon "search" %}')
    labelled = draw('{% icon "search" label="Find <b>" %}')
    assert 'role="img" aria-label="Find &lt;b&gt;"' in labelled
    assert "aria-hidden" not in labelled


def test_an_unknown_icon_raises():
    with pytest.raises(IconDoesNotExist):
        draw('{% icon "no-such-icon" %}')


# Segments ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("decision_maker", "decision-maker"),
        ("champion", "champion"),
        ("", "unsegmented"),
        (None, "unsegmented"),
        ("unknown", "unsegmented"),
    ],
)
def test_segment_keys(value, key):
    assert segment_key(value) == key
    assert key in LABELS
    assert key in PATHS


def test_every_segment_has_its_own_shape_but_the_one_that_is_none():
    shapes = {key: path for key, path in PATHS.items() if key != "unsegmented"}
    assert len(set(shapes.values())) == 5


def test_an_unknown_segment_is_a_mistake_not_a_circle():
    with pytest.raises(KeyError):
        draw('{% segment "customer" %}')


@pytest.mark.parametrize(
    ("position", "name"),
    [(2, "filled"), (1, "filled"), (0, "half"), (-1, "hollow"), (-2, "hollow"), (None, "dashed")],
)
def test_position_fills_the_shape(position, name):
    assert fill(position).name == name
    assert position in POSITIONS


def test_a_badge_says_colour_shape_and_word():
    html = draw('{% segment "detractor" position=-2 note="vocal" %}')
    assert 'class="segment tone-detractor"' in html
    assert PATHS["detractor"] in html
    assert 'fill-opacity="0"' in html
    assert ">Detractor,<" in html
    assert ">opposed<" in html
    assert ">vocal<" in html


def test_without_a_segment_the_circle_is_dashed_even_where_position_does_not_matter():
    assert 'stroke-dasharray="2.2 1.7"' in draw('{% segment "" %}')
    assert 'stroke-dasharray="none"' in draw('{% segment "champion" %}')


def test_hostile_words_are_text():
    assert "<script>" not in draw(
        "{% segment 'champion' label=word note=word %}{% empty_state word says=word %}"
        "{% button word href=word %}{% verdict 'plain' word %}",
        word='"><script>x</script>',
    )


def test_equal_values_are_drawn_once_and_no_other_kind_of_value_passes_for_them():
    button = "{% remembered 'components/initials.html' letters=word size='small' %}"
    word = "<b>"
    assert "&lt;b&gt;" in draw(button, word=word)
    # What is safe equals what has to be escaped, and one equals true.
    assert "<b>" in draw(button, word=mark_safe(word))
    assert "&lt;b&gt;" in draw(button, word=word)
    before = ui._remembered.cache_info().hits
    draw(button, word=word)
    assert ui._remembered.cache_info().hits == before + 1
    with pytest.raises(TypeError, match="unhashable"):
        draw(button, word=[])


def test_while_templates_are_written_nothing_is_remembered(settings):
    settings.DEBUG = True
    before = ui._remembered.cache_info()
    assert "AB" in draw("{% remembered 'components/initials.html' letters='AB' size='' %}")
    assert ui._remembered.cache_info() == before


# Initials and sparklines ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ines M. Duarte", "ID"),
        ("marketing", "M"),
        ("  ", "?"),
        ("", "?"),
        ("🙂", "?"),
        ("(Sales) team", "ST"),
        ("3M Group", "3G"),
        ("ليلى الحداد", "لا"),
        ("李小龍", "李"),
        ("Jean-Luc O'Brien", "JO"),
        ("é" * 300, "É"),
        ("A 🙂", "A"),
        ("\u202eInes", "I"),
    ],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_a_sparkline_spans_its_box():
    line = sparkline([0, 5, 10], width=110, height=50)
    assert line.runs == ("5.0,45.0 55.0,25.0 105.0,5.0",)
    assert line.last == (105.0, 5.0)


def test_a_sparkline_of_one_of_none_and_of_sameness():
    assert sparkline([7], width=100, height=50).last == (50.0, 25.0)
    assert sparkline([]).runs == ()
    assert sparkline([None, None]).last is None
    assert sparkline([3, 3, 3], width=110, height=50).runs == ("5.0,25.0 55.0,25.0 105.0,25.0",)


def test_a_gap_breaks_the_line_and_signals_are_dots():
    line = sparkline([1, None, 3, 4], signals=[1, 3], width=110, height=50)
    assert [run.count(",") for run in line.runs] == [1, 2]
    assert line.dots == ((105.0, 5.0),)
    assert line.last is None


def test_the_band_is_scaled_with_the_line():
    assert sparkline([0, 10], band=(2, 4), width=110, height=50).band == (29.0, 8.0)


def test_a_sparkline_has_its_words():
    assert 'role="img" aria-label="Win rate. It fell"' in draw('{% sparkline v "Win rate" "It fell" %}', v=[1, 2])


# Buttons, chips, menus --------------------------------------------------------------------------------------------


def test_a_button_is_a_button_and_with_href_a_link():
    html = draw('{% button "Store" kind="primary" %}')
    assert '<button class="btn btn-primary" type="submit"><span>Store</span></button>' in html
    assert '<a class="btn" href="/x/"><span>Go</span></a>' in draw('{% button "Go" href="/x/" %}')


def test_a_link_for_the_panel_is_still_a_link():
    assert 'href="/new/" hx-get="/new/" hx-target="#panel"' in draw('{% button "Add" href="/new/" panel=True %}')


def test_a_button_that_opens_a_dialog_sends_nothing():
    html = draw('{% button "Erase" opens="erase" confirm="Sure?" %}')
    assert 'type="button"' in html
    assert 'data-open="erase" aria-haspopup="dialog"' in html
    assert 'data-confirm="Sure?"' in html


def test_a_chip_says_that_it_is_on():
    assert 'aria-current="true"' in draw('{% chip "Sales" "?d=1" pressed=True %}')
    assert "aria-current" not in draw('{% chip "Sales" "?d=1" %}')


# Tables -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "sorted_", "href"),
    [
        ("/?q=x&page=4", None, "?q=x&amp;sort=name"),
        ("/?sort=name", "ascending", "?sort=-name"),
        ("/?sort=-name", "descending", "?sort=name"),
        ("/?sort=segment", None, "?sort=name"),
    ],
)
def test_a_column_sorts_then_turns_round_and_starts_at_the_first_page(address, sorted_, href):
    html = draw_at(address, '{% column "Name" sort="name" %}')
    assert f'href="{href}"' in html
    assert (f'aria-sort="{sorted_}"' in html) if sorted_ else ("aria-sort" not in html)


def test_a_column_knows_the_order_no_address_names():
    assert 'aria-sort="descending"' in draw_at("/", '{% column "Days" sort="days" current="-days" %}')


def test_a_table_is_a_named_region_one_can_scroll_by_keyboard():
    html = draw('{% table caption="People" %}<tbody></tbody>{% endtable %}')
    assert 'role="region" aria-label="People" tabindex="0"' in html
    assert '<caption class="visually-hidden">People</caption>' in html


# Forms ------------------------------------------------------------------------------------------------------------


class PersonForm(forms.Form):
    name = forms.CharField(help_text="As colleagues say it.")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    keep = forms.BooleanField(required=False)


def test_a_field_ties_label_help_and_problem_to_its_control():
    form = PersonForm({"name": ""})
    html = draw("{% field form.name %}", form=form)
    assert 'for="id_name"' in html
    assert 'id="id_name_help"' in html
    assert 'aria-describedby="id_name_help id_name_problem"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_problem"' in html


def test_radio_buttons_are_a_group_with_a_legend_and_unique_ids():
    html = draw("{% field form.kind %}", form=PersonForm({"name": "x", "kind": "zzz"}))
    assert "<fieldset" in html
    assert "<legend" in html
    assert html.count('name="kind"') == 2
    assert 'id="id_kind_0"' in html
    assert 'id="id_kind_1"' in html
    assert 'aria-describedby="id_kind_problem"' in html


def test_values_typed_come_back_escaped():
    html = draw("{% field form.name %}", form=PersonForm({"name": '"><script>'}))
    assert "<script>" not in html


def test_a_hostile_choice_is_text():
    class Hostile(forms.Form):
        kind = forms.ChoiceField(choices=[('"><script>', "<script>x</script>")], widget=forms.RadioSelect)

    assert "<script>" not in draw("{% field form.kind %}", form=Hostile({"kind": '"><script>'}))


def test_the_summary_links_each_problem_to_its_control():
    html = draw("{% problem form %}", form=PersonForm({"name": ""}))
    assert "2 things are not right yet" in html
    assert 'href="#id_name"' in html
    assert 'href="#id_kind_0"' in html
    assert draw("{% problem form %}", form=PersonForm({"name": "x", "kind": "a"})).count("<li>") == 0


# Panels, progress -------------------------------------------------------------------------------------------------


def test_a_panels_title_is_the_h1_of_a_page_of_its_own():
    source = '{% panel title="Add" %}<p>x</p>{% endpanel %}'
    assert "<h1>Add</h1>" in draw(source)
    assert "data-panel-close" not in draw(source)


def test_progress_says_how_far_or_only_that_it_runs():
    assert 'value="6200" max="10000"' in draw('{% progress "Reading" value=6200 max=10000 %}')
    assert "value=" not in draw('{% progress "Looking" %}')
    assert 'value="0"' in draw('{% progress "Reading" value=0 %}')


def test_nothing_found_names_what_was_sought():
    html = draw(
        '{% include "components/find_results.html" with groups=groups query=query only %}', groups=[], query="<i>"
    )
    assert "“&lt;i&gt;”" in html
