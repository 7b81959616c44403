"""All that is wrong in a model, found before any case comes: its file, its references, its texts and their types, and
its decision tables as a whole."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bridgehead.dmn.analysis import analyse
from bridgehead.dmn.analysis.drawn import cases
from bridgehead.dmn.analysis.reach import Behind
from bridgehead.dmn.graph import Key, is_model
from bridgehead.dmn.load import files
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import Decision, DecisionTable, Model, expressions
from bridgehead.dmn.read import read_all
from bridgehead.dmn.run import Decisions, Plan
from bridgehead.feel import tree
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place


def check(path: Path) -> tuple[Mistake, ...]:
    """Every mistake and warning of a model, in the order of the file; empty where nothing is wrong.

    What could only ever be null (FE2xx) is a warning here, since DMN lets it be. Raises BridgeheadError: DM001 to DM005
    and DM027 where there is no model at all, or an import cannot be read.
    """
    found: list[Mistake] = []
    models: list[Model] = []
    for file, data in files(path):
        model, mistakes = read_all(data, file)
        models.append(model)
        found += mistakes
    readable = all(one.warning for one in found)
    found += check_decisions(Decisions(models[0], models[1:], thorough=True), readable=readable)
    return _ordered(found)


def check_decisions(decisions: Decisions, *, readable: bool = True) -> tuple[Mistake, ...]:
    """The same for models that are read already, `readable` without mistakes: DM1xx, DM3xx and FE0xx to FE2xx."""
    found, put_off = list(decisions.graph.mistakes), list[Place]()
    found += (one for namespace in decisions.graph.models for one in decisions.types(namespace).own)
    for model in decisions.graph.models.values():
        for one in model.imports:
            if not is_model(one):
                found.append(mistake("DM120", one.place, found=one.import_type))
            elif one.namespace == model.namespace:
                found.append(mistake("DM122", one.place, found=one.name))
    for key, node in decisions.graph.nodes.items():
        try:
            plan = decisions.plan(key)
        except BridgeheadError as error:
            found += error.mistakes
            continue
        put_off += _put_off(plan, readable)
        found += [*plan.mistakes, *_findings(plan, readable, _behind(decisions, key))]
        if isinstance(node, Decision) and node.expression is None:
            found.append(mistake("DM105", node.place, found=node.name))
    if put_off:
        tables = "the table" if len(put_off) == 1 else f"{len(put_off)} tables"
        why = f"{tables}, since there are mistakes to be mended before"
        found.append(mistake("DM312", put_off[0], why=why))
    return _ordered(found)


def _ordered(found: list[Mistake]) -> tuple[Mistake, ...]:
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.place or Place()))


def _put_off(plan: Plan, readable: bool) -> list[Place]:
    """Where the tables of a node stand that cannot be looked at, since something else is wrong in it or the file."""
    written, lowered = _tables(plan)
    sound = readable and all(one.warning for one in plan.mistakes)
    return [] if sound and len(lowered) == len(written) else [one.place for one in written]


def _findings(plan: Plan, readable: bool, behind: Behind) -> Iterator[Mistake]:
    if not _put_off(plan, readable):
        for written, lowered in zip(*_tables(plan), strict=True):
            yield from analyse(written, lowered, behind)


def _behind(decisions: Decisions, key: Key) -> Behind:
    """The decisions of the same model that a node needs, and cases in which they are decided, made when asked for."""
    plans = {one.name: decisions.plan(one.key) for one in decisions.graph.needs[key] if not one.alias}
    made = {name: plan.expression for name, plan in plans.items() if isinstance(plan.node, Decision)}
    trees = {name: one for name, one in made.items() if one is not None}
    return Behind(trees, cache(lambda: cases(decisions, key)))


def _tables(plan: Plan) -> tuple[list[DecisionTable], list[tree.Table]]:
    """The tables of a node, as they are written and as they are run."""
    nodes = tree.walk(plan.expression) if plan.expression else ()
    written = [one for one in expressions(plan.node) if isinstance(one, DecisionTable)]
    return written, [one for one in nodes if isinstance(one, tree.Table)]
