"""All that is wrong in a model, found before any case comes: its file, its references, its texts and their types."""

from pathlib import Path

from bridgehead.dmn.load import files
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import Decision, Model
from bridgehead.dmn.read import read_all
from bridgehead.dmn.run import Decisions
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place


def check(path: Path) -> tuple[Mistake, ...]:
    """Every mistake and warning of a model, in the order of the file; empty where nothing is wrong.

    What could only ever be null (FE2xx) is a warning here, since DMN lets it be. Raises BridgeheadError: DM001 to DM005
    where there is no model at all, or an import cannot be read.
    """
    found: list[Mistake] = []
    models: list[Model] = []
    for file, data in files(path):
        model, mistakes = read_all(data, file)
        models.append(model)
        found += mistakes
    decisions = Decisions(models[0], models[1:], thorough=True)
    found += decisions.graph.mistakes
    for key, node in decisions.graph.nodes.items():
        try:
            found += decisions.plan(key).mistakes
        except BridgeheadError as error:
            found += error.mistakes
        if isinstance(node, Decision) and node.expression is None:
            found.append(mistake("DM105", node.place, found=node.name))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.place or Place()))
