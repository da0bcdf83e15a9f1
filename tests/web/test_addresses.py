"""Addresses worked out once are the ones Django works out."""

import pytest
from django.http import HttpResponse
from django.template import Context, engines
from django.urls import NoReverseMatch, include, path, reverse

from web.addresses import address_of


def view(request, **named):
    return HttpResponse()


urlpatterns = [
    path("plain/", view, name="plain"),
    path("<slug:slug>/<int:pk>/", view, name="thing"),
    path("below/", include(([path("<str:of>/", view, name="thing")], "below"))),
]
ELSEWHERE = [path("moved/", view, name="plain")]


class Changing:
    word = "first"

    def __str__(self) -> str:
        return self.word


@pytest.fixture(autouse=True)
def only_these(settings):
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize(
    ("name", "values", "named"),
    [
        ("plain", (), {}),
        ("thing", ("nord", 7), {}),
        ("thing", ("nord", "7"), {}),
        ("thing", (), {"slug": "nord", "pk": 7}),
        ("below:thing", ("a b?c",), {}),
    ],
)
def test_it_is_the_address_that_django_finds(name, values, named):
    for _ in range(2):
        assert address_of(name, *values, **named) == reverse(name, args=values, kwargs=named)


def test_values_that_are_equal_and_read_differently_have_addresses_of_their_own():
    assert address_of("below:thing", 1) == "/below/1/"
    assert address_of("below:thing", True) == "/below/True/"
    changing = Changing()
    assert address_of("below:thing", changing) == "/below/first/"
    changing.word = "second"
    assert address_of("below:thing", changing) == "/below/second/"


def test_an_address_that_does_not_exist_raises_each_time():
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            address_of("nowhere")


def test_other_urls_are_not_mixed_up(settings):
    assert address_of("plain") == "/plain/"
    settings.ROOT_URLCONF = tuple(ELSEWHERE)
    assert address_of("plain") == "/moved/"


def drawn(source: str, **context: object) -> str:
    return engines["django"].from_string(source).template.render(Context(context))


def test_the_tag_reads_as_django_writes_it():
    assert drawn("{% url 'thing' pk=3 slug=slug %}", slug="nord") == "/nord/3/"
    assert drawn("{% url 'thing' slug 3 as here %}[{{ here }}]", slug="nord") == "[/nord/3/]"
    assert drawn("{% url 'nowhere' as here %}[{{ here }}]") == "[]"
    assert drawn("{% url 'below:thing' of %}", of="a&'b") == "/below/a&amp;&#x27;b/"
    with pytest.raises(NoReverseMatch):
        drawn("{% url 'nowhere' %}")
