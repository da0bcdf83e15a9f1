"""Addresses of pages by their name, each worked out once: a page has dozens of links, and many stand on every page."""

import functools
from typing import Any
from uuid import UUID

from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as parse_url
from django.urls import NoReverseMatch, URLResolver, get_resolver, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

# What says itself which address is meant. Anything else may say something else tomorrow, and is asked anew.
PLAIN = frozenset({str, SafeString, int, UUID})


def address_of(name: str, *values: Any, **named: Any) -> str:
    """What `reverse` gives, and the NoReverseMatch it raises. No app is mounted twice here: names suffice."""
    plain = all(type(value) in PLAIN for value in (*values, *named.values()))
    find = _address if plain else _address.__wrapped__
    return find(get_resolver(get_urlconf()), get_script_prefix(), name, *values, **named)


@functools.lru_cache(maxsize=4096, typed=True)
def _address(resolver: URLResolver, prefix: str, name: str, /, *values: Any, **named: Any) -> str:
    return reverse(name, args=values, kwargs=named)


class AddressNode(URLNode):
    """Django's `{% url %}`, which works out the same address again with every page."""

    def render(self, context: Context) -> str:
        values = [value.resolve(context) for value in self.args]
        named = {key: value.resolve(context) for key, value in self.kwargs.items()}
        try:
            address = address_of(self.view_name.resolve(context), *values, **named)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            address = ""
        if self.asvar:
            context[self.asvar] = address
            return ""
        return conditional_escape(address) if context.autoescape else address


def url(parser: Parser, token: Token) -> AddressNode:
    node = parse_url(parser, token)
    return AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
