"""How far a rulebook covers its notice, or any text: for the reader of `bridgehead check`."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from bridgehead.primitives.errors import Mistake, Place
from bridgehead.rulebook.about import Passage
from bridgehead.rulebook.coverage import Coverage, measure
from bridgehead.rulebook.figures import When, find
from bridgehead.rulebook.literals import ANY
from bridgehead.rulebook.notice import Notice
from bridgehead.rulebook.rule_figure import DATE, RuleFigure
from bridgehead.rulebook.rule_figures import other_units, rule_figures
from bridgehead.rulebook.rulebook import Rulebook


def coverage(rulebook: Rulebook, text: Notice | None = None) -> Coverage:
    """The coverage of the rulebook's own notice, or of another text (see `notice.whole`) matched without clauses."""
    rules = (*rule_figures(rulebook), *_about(rulebook))
    found = measure(text or rulebook.notice, rules, _listed(rulebook))
    return replace(found, mistakes=(*found.mistakes, *dict.fromkeys(other_units(rulebook))))


def listing_mistakes(rulebook: Rulebook) -> tuple[Mistake, ...]:
    """What is wrong with the list of what is not covered: it can be told whatever the rules are."""
    if rulebook.notice is None or rulebook.about is None:
        return ()
    listed = measure(rulebook.notice, (), _listed(rulebook))
    return tuple(mistake for mistake in listed.mistakes if not mistake.warning)


def _listed(rulebook: Rulebook) -> dict[Place, Passage]:
    document = rulebook.documents["about.yaml"]
    return {
        document.place("not_covered", at, "figure"): passage for at, passage in enumerate(rulebook.about.not_covered)
    }


def _about(rulebook: Rulebook) -> Iterator[RuleFigure]:
    """The day of publication and the figures of the title: they may stand before the first clause."""
    document = rulebook.documents["about.yaml"]
    day = RuleFigure(
        value=rulebook.about.published_on,
        kinds=DATE,
        operators=ANY,
        name="about › published on",
        place=document.place("published on"),
        clauses=("",),
        entries=(("about", "published on"),),
        implied=True,
    )
    yield day
    place = document.place("title", "zh")
    for said in find(rulebook.about.title.zh).figures:
        days = said.value.days() if isinstance(said.value, When) else None
        value = said.value if isinstance(said.value, Fraction) else days[0] if days else None
        if value is not None:
            yield replace(day, value=value, kinds=frozenset({said.kind}), name="about › title", place=place)
