"""A model to a plain form; what is written is read again, held against the model, and checked as it is."""

from collections.abc import Iterator
from dataclasses import replace

from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import Decision, InputData, Model
from bridgehead.dmn.plain.completing import Known, complete
from bridgehead.dmn.plain.draft import Draft
from bridgehead.dmn.plain.drafting import drafted
from bridgehead.dmn.plain.essence import essence
from bridgehead.dmn.run import Decisions
from bridgehead.primitives.errors import BridgeheadError, Mistake


def write(of: Model, form: str) -> bytes:
    """The file of a model in `yaml` or `xlsx`.

    Raises BridgeheadError: DM024 for what no plain form can say, DM025 where the file would not give the same model.
    """
    plain = essence(of)
    inputs = [one for one in plain.nodes if isinstance(one, InputData)]
    known = Known.of(plain.types, inputs, [one for one in plain.nodes if isinstance(one, Decision)])
    draft = drafted(plain)
    if form == "xlsx":
        from bridgehead.dmn.plain import excel_reading, excel_writing

        data = excel_writing.write(draft, known)
        again = excel_reading.read(data, f"{of.name}.xlsx")
    else:
        from bridgehead.dmn.plain import yaml_reading, yaml_writing

        data = yaml_writing.write(draft, known)
        again = yaml_reading.read(data, f"{of.name}.yaml")
    read = complete(again)
    if (lost := _lost(plain, read, again) or _spoilt(of, read)) is not None:
        raise BridgeheadError([mistake("DM025", of.place, found=lost)])
    return data


def _lost(written: Model, read: Model, draft: Draft) -> str | None:
    """The first part of a model that was not read as it was written."""
    if any(not one.warning for one in draft.mistakes):
        return str(draft.mistakes[0])
    if written == read:
        return None
    for one, other in zip(written.nodes, read.nodes, strict=False):
        if one != other:
            return one.name
    return written.name


def _spoilt(written: Model, read: Model) -> str | None:
    """The first decision in which something is wrong that was not before."""
    before = set(_wrong(written))
    return next((name for name, wrong in _wrong(read) if (name, wrong) not in before), None)


def _wrong(of: Model) -> Iterator[tuple[str, Mistake]]:
    """What keeps decisions from being run: what is wrong in each node, and in the model around them."""
    decisions = Decisions(of)
    found = [(of.name, one) for one in (*decisions.graph.mistakes, *decisions.types(of.namespace).own)]
    for key in decisions.graph.nodes:
        try:
            found += ((key.name, one) for one in decisions.plan(key).mistakes)
        except BridgeheadError as error:
            found += ((key.name, one) for one in error.mistakes)
    return ((name, replace(one, place=None)) for name, one in found if not one.warning)
