"""Put rulebooks in force: each is stored by its hash, and decides what is done from then on, until the next one does.

The matter that a rulebook is about is called by the name that it declares, wherever its folder stands.

1. Read them all: their mistakes are told at once, and so is a name that two folders declare (AC130).
2. In one transaction, look whether each is that of another matter, which it would stand beside a second time (AC030),
   and put in force what is not: all of them or, where one is refused, none.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bridgehead import catalog, published
from bridgehead.ledger import models
from bridgehead.ledger.append import unit
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.rulebook import packed
from bridgehead.rulebook.about import About
from bridgehead.rulebook.load import load


@dataclass(frozen=True, slots=True)
class _Rulebook:
    """A rulebook as it was read; `name` is the hash of its files."""

    folder: Path
    about: About
    files: bytes
    name: str

    @property
    def matter(self) -> str:
        return self.about.name


def publish_rulebook(folder: Path, at: datetime) -> str:
    """The hash of one rulebook; otherwise as of several."""
    (name,) = publish_rulebooks([folder], at).values()
    return name


def publish_rulebooks(folders: Iterable[Path], at: datetime) -> Mapping[str, str]:
    """The hash of each rulebook, by its matter; nothing is done with one that is in force.

    Raises BridgeheadError where one has mistakes, with AC029 where another one of its matter is in force since then or
    later: of a moment the first decides; with AC030 where it is that of another matter, with AC130 where two declare
    one name.
    """
    rulebooks = _read(folders)
    with unit(alone=True):
        last = {each.matter: each for each in models.Enactment.objects.filter(matter__in=rulebooks).order_by("n")}
        standing = {matter: enacted.rulebook_id for matter, enacted in last.items()}
        changed = [each for matter, each in rulebooks.items() if standing.get(matter) != each.name]
        late = [_taken(last[each.matter]) for each in changed if each.matter in last and at <= last[each.matter].since]
        if mistakes := [*_of_others(changed, last), *late]:
            raise BridgeheadError(mistakes)
        for each in changed:
            models.Rulebook.objects.get_or_create(hash=each.name, defaults={"matter": each.matter, "files": each.files})
            n = last[each.matter].n + 1 if each.matter in last else 1
            models.Enactment.objects.create(matter=each.matter, n=n, since=at, rulebook_id=each.name)
    return {matter: each.name for matter, each in rulebooks.items()}


def _read(folders: Iterable[Path]) -> dict[str, _Rulebook]:
    """Rulebooks by the names that they declare (step 1)."""
    found: dict[str, _Rulebook] = {}
    mistakes: list[Mistake] = []
    for folder in folders:
        try:
            about = load(folder, catalog.KINDS).about
        except BridgeheadError as error:
            mistakes += error.mistakes
            continue
        if about.name in found:
            mistakes.append(_twice(folder, about.name, found[about.name].folder))
            continue
        files = packed.pack(folder)
        found[about.name] = _Rulebook(folder, about, files, packed.name(files))
    if mistakes:
        raise BridgeheadError(mistakes)
    return found


def _of_others(changed: Sequence[_Rulebook], in_force: Container[str]) -> Iterator[Mistake]:
    """Rulebooks that are to the letter those of another matter, or would stand beside themselves on their first day:
    nobody could tell matters of one title, city and issuer from each other.
    """
    new = [each for each in changed if each.matter not in in_force]
    known = {matter: published.current(matter)[1].about for matter in published.matters()} if new else {}
    for each in changed:
        stored = models.Rulebook.objects.filter(hash=each.name).exclude(matter=each.matter)
        others = [*stored.values_list("matter", flat=True)]
        if each in new:
            others += [matter for matter, about in known.items() if _called(about) == _called(each.about)]
            known[each.matter] = each.about
        yield from (_other(each, matter) for matter in dict.fromkeys(others))


def _called(about: About) -> tuple[object, ...]:
    return about.title, about.city, about.issuer


def _other(rulebook: _Rulebook, matter: str) -> Mistake:
    found = f"this rulebook calls itself «{rulebook.matter}», and by title, city and issuer is «{matter}»"
    expected = f"«rulebook: {matter}», by which it goes on, or a title of its own"
    return Mistake("AC030", found, Place.whole(str(rulebook.folder / "about.yaml")), expected)


def _twice(folder: Path, name: str, other: Path) -> Mistake:
    found = f"this rulebook calls itself «{name}», as that in {other} does"
    return Mistake("AC130", found, Place.whole(str(folder / "about.yaml")), "one folder of each rulebook")


def _taken(last: models.Enactment) -> Mistake:
    found = f"another rulebook of {last.matter} is in force since {last.since:%Y-%m-%d %H:%M:%S} UTC"
    return Mistake("AC029", found, None, "a moment after it")
