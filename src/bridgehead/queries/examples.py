"""Which examples of a rulebook hold, and which conditions and prizes no example touches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bridgehead.catalog import KINDS
from bridgehead.documents.document import Document
from bridgehead.primitives.decision import Decision
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.rulebook.examples import Example, Expected, claims, unused_bases
from bridgehead.rulebook.kind import Trial
from bridgehead.rulebook.load import inspect, mistakes_of_example
from bridgehead.rulebook.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a decision is not what an example says: the claim's number, the key, the value expected and the one got.

    `place` is where the expected value is written.
    """

    number: str
    key: str
    expected: object
    got: object
    place: Place


@dataclass(frozen=True, slots=True)
class Result:
    """An example, where its sentence stands, and what came of it: it holds where nothing differs.

    One that has `mistakes` could not be run.
    """

    example: Example
    place: Place
    differences: tuple[Difference, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    @property
    def holds(self) -> bool:
        return not (self.differences or self.mistakes)


@dataclass(frozen=True, slots=True)
class Untouched:
    """What the examples of an award leave unseen; all empty where they touch everything."""

    award: str
    never_held: tuple[str, ...]
    never_failed: tuple[str, ...]
    never_granted: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.never_held or self.never_failed or self.never_granted)


@dataclass(frozen=True, slots=True)
class Report:
    """All examples of a rulebook in their order, and what each of its awards has untouched.

    `mistakes` are those of the file of examples that are of no single example.
    """

    results: tuple[Result, ...]
    untouched: tuple[Untouched, ...]
    mistakes: tuple[Mistake, ...] = ()

    @property
    def failed(self) -> int:
        return sum(not result.holds for result in self.results)


def try_examples(path: Path) -> Report:
    """Run the examples of the rulebook in a folder, whatever mistakes single examples have.

    Raises BridgeheadError with the mistakes of the rulebook's other files, or of examples that cannot be read at all.
    """
    rulebook, mistakes = inspect(path, KINDS)
    if rulebook is None or rulebook.examples is None:
        own: frozenset[Mistake] = frozenset()
    else:
        count = len(rulebook.examples.examples)
        own = frozenset(each for at in range(count) for each in mistakes_of_example(at, rulebook, KINDS))
        unused = unused_bases(rulebook.examples, rulebook.documents["examples.yaml"])
        own = own.union(unused)
    if rulebook is None or not all(mistake.warning or mistake in own for mistake in mistakes):
        raise BridgeheadError(mistakes)
    report = run_examples(rulebook)
    told = {mistake for result in report.results for mistake in result.mistakes}
    return replace(report, mistakes=tuple(each for each in mistakes if each in own and each not in told))


def run_examples(rulebook: Rulebook) -> Report:
    """Run every example of a rulebook by the rules of its day, those of one award and day together."""
    examples = rulebook.examples.examples if rulebook.examples else ()
    wrong = [tuple(mistakes_of_example(index, rulebook, KINDS)) for index in range(len(examples))]
    runs: dict[tuple[str, date], list[int]] = {}
    for index, example in enumerate(examples):
        if not wrong[index]:
            runs.setdefault((example.award, example.settled_on), []).append(index)
    found: dict[int, Trial] = {}
    for (award, day), indices in runs.items():
        found |= zip(indices, _trials([examples[index] for index in indices], award, day, rulebook), strict=True)
    results = tuple(_result(index, wrong[index], found.get(index), rulebook) for index in range(len(examples)))
    trials = [(examples[index], trial) for index, trial in found.items()]
    return Report(results, tuple(_untouched(rulebook, trials)))


def _result(index: int, mistakes: tuple[Mistake, ...], trial: Trial | None, rulebook: Rulebook) -> Result:
    document, example = rulebook.documents["examples.yaml"], rulebook.examples.examples[index]
    differences = () if trial is None else tuple(_differences(example, index, trial, document))
    return Result(example, document.key_place("examples", index, "example"), differences, mistakes)


def _trials(examples: Sequence[Example], award: str, day: date, rulebook: Rulebook) -> Sequence[Trial]:
    kind = KINDS["award"]
    part = rulebook.instruments["award", award]
    register = kind.claims(part)
    if register is None or kind.run_examples is None:
        raise TypeError("an award names its claims and can run examples")
    table = rulebook.tables[register]
    rows = [claims(example, rulebook.examples.base_claims, table) for example in examples]
    return kind.run_examples(part, rulebook, rows, day)


def _differences(example: Example, index: int, trial: Trial, document: Document) -> Iterator[Difference]:
    decisions = {decision.number: decision for decision in trial.decisions}
    for number, expected in example.then.items():
        decision = decisions[number]
        for key in (key for key in Expected.model_fields if key in expected.model_fields_set):
            wanted, got = getattr(expected, key), _seen(decision, key)
            if isinstance(wanted, tuple):
                wanted, got = tuple(sorted(wanted)), tuple(sorted(set(got)))
            if wanted != got:
                yield Difference(number, key, wanted, got, document.place("examples", index, "then", number, key))


def _seen(decision: Decision, key: str) -> Any:
    """What a decision says under a key of `Expected`."""
    match key:
        case "failed":
            return tuple(reason.condition for reason in decision.reasons if reason.holds is False)
        case "unknown":
            return tuple(reason.condition for reason in decision.reasons if reason.holds is None)
        case _:
            return getattr(decision, key)


def _untouched(rulebook: Rulebook, trials: list[tuple[Example, Trial]]) -> Iterator[Untouched]:
    for (kind, name), part in rulebook.instruments.items():
        touchable = KINDS[kind].touchable(part)
        if not (touchable.conditions or touchable.prizes):
            continue
        seen = [trial for example, trial in trials if example.award == name]
        held: set[str] = set().union(*(trial.held for trial in seen))
        failed: set[str] = set().union(*(trial.failed for trial in seen))
        granted: set[str] = set().union(*(trial.granted for trial in seen))
        yield Untouched(
            award=name,
            never_held=tuple(one for one in touchable.conditions if one not in held),
            never_failed=tuple(one for one in touchable.conditions if one not in failed),
            never_granted=tuple(one for one in touchable.prizes if one not in granted),
        )
