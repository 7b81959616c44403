"""Filters of templates: the state of a link of a chain, in words and as a light."""

from collections.abc import Mapping

from django import template

from bridgehead.instruments.chain.gaps import State
from bridgehead.instruments.chain.wording import STATES
from bridgehead.web.faces.templatetags.said import in_words

register = template.Library()

LIGHTS: Mapping[State, str] = {"missing": "light red", "weak": "light yellow", "strong": "light green"}


@register.filter
def link_state(state: State) -> str:
    return in_words(STATES[state])


@register.filter
def link_light(state: State) -> str:
    """The classes of a state that a city acts upon, or keeps; the others are muted."""
    return LIGHTS.get(state, "muted")
