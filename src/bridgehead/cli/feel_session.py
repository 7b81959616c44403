"""A session of FEEL: reads an expression a line, prints its value, and underlines what went wrong."""

import sys
from collections.abc import Iterable, Iterator, Mapping

import typer
from rich.cells import cell_len

from bridgehead import feel
from bridgehead.feel.check import with_spans
from bridgehead.feel.scan import scan
from bridgehead.feel.tree import Context
from bridgehead.feel.values import NOW
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest

PROMPT = "feel> "
SHOWN = 60  # how many characters of a line are shown on each side of a place
COMMANDS = (":help", ":names", ":type", ":quit")
HELP = """an expression, such as nights * 2     prints its value
a context, such as {nights: 3}        prints it, and gives its entries their names
:type EXPRESSION                      its type, and what can never work in it
:names                                the names that have values
:quit                                 leaves, as does the end of the input"""


def run(values: Mapping[str, object], now: object = None) -> None:
    """Read lines from the input to its end; `now` is the moment for now() and today()."""
    names = dict(values)
    for line in _lines():
        word, _, rest = line.partition(" ")
        if word in (":quit", ":q"):
            return
        try:
            _answer(word, rest, line, names, now)
        except BridgeheadError as error:
            show_mistakes(rest if word == ":type" else line, error)


def _lines() -> Iterator[str]:
    """Lines that are not blank; with a history, if somebody types them."""
    typing = sys.stdin.isatty()
    if typing:
        import contextlib

        with contextlib.suppress(ImportError):
            import readline  # noqa: F401 (reading a line uses it from then on)
        typer.echo("FEEL. :help tells more, :quit leaves.")
    while True:
        try:
            line = input(PROMPT if typing else "")
        except EOFError:
            return
        except KeyboardInterrupt:
            typer.echo()
            continue
        if line.strip():
            yield line.strip()


def _answer(word: str, rest: str, line: str, names: dict[str, object], now: object) -> None:
    match word:
        case ":help":
            typer.echo(HELP)
        case ":names":
            for name, value in names.items():
                typer.echo(f"{name}: {feel.text_of(value)}")
        case ":type":
            tree = feel.parse(rest, feel.scope_of(names))
            typer.echo(str(tree.type))
            _show(rest, with_spans(tree, rest))
        case _ if word.startswith(":"):
            known = f"one of {', '.join(COMMANDS)}, or an expression"
            said = f"«{word}» is no command here"
            raise BridgeheadError([Mistake("CL013", said, None, known, nearest(word, COMMANDS))])
        case _:
            _evaluate(line, names, now)


def _evaluate(line: str, names: dict[str, object], now: object) -> None:
    """The value of a line; the entries of a context that is written out become names."""
    scope = feel.scope_of(names)
    tree = feel.parse(line, scope)
    value, reasons = feel.trace(tree, scope, line)(names if now is None else {**names, NOW: now})
    typer.echo(written(value))
    show_reasons(line, reasons)
    if isinstance(tree, Context) and isinstance(value, dict):
        names.update(value)


def written(value: object) -> str:
    """A value as FEEL writes it; of a string that stands alone, the text itself."""
    return value if isinstance(value, str) else feel.text_of(value)


def show_reasons(text: str, reasons: Iterable[feel.Reason]) -> None:
    """Why nulls were made, each under its part of the expression."""
    _show(text, [(reason.mistake, reason.span) for reason in reasons])


def show_mistakes(text: str, error: BridgeheadError) -> None:
    """What is wrong with the expression, each under the word that it is about."""
    _show(text, [(mistake, None) for mistake in error.mistakes])


def _show(text: str, told: Iterable[tuple[Mistake, tuple[int, int] | None]]) -> None:
    for mistake, span in told:
        if mistake.place is not None:
            line = text.split("\n")[mistake.place.line - 1]
            at = mistake.place.column - 1
            first = max(at - SHOWN, 0)
            shown = line[first : at + SHOWN]
            end = at + (span[1] - span[0]) if span else _word_end(line, at)
            typer.echo(f"  {shown}\n  {underlined(shown, at - first, end - first)}", err=True)
        typer.echo(str(mistake), err=True)


def _word_end(line: str, at: int) -> int:
    """Where the word that begins at a place of the line ends."""
    return next((token.end for token in scan(line[at : at + SHOWN])), 1) + at


def underlined(line: str, start: int, end: int) -> str:
    """The line that marks a part of `line`; a Chinese character is two columns wide."""
    marked = line[start:end]
    return " " * cell_len(line[:start]) + "^" * max(cell_len(marked), 1)
