"""A decision table of zen-engine, in the way that is quickest for it: behind a loader that holds the compiled graph."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import zen


def compiled(
    inputs: Sequence[str], output: str, rules: Sequence[Mapping[str, str]]
) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    """The first rule that matches gives the result; `rules` map names of inputs and the output to texts of ZEN."""
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in inputs],
        "outputs": [{"id": output, "name": output, "field": output}],
        "rules": [{"_id": str(place), **rule} for place, rule in enumerate(rules)],
    }
    graph = {
        "nodes": [
            {"id": "case", "name": "case", "type": "inputNode"},
            {"id": "table", "name": output, "type": "decisionTableNode", "content": table},
            {"id": "answer", "name": "answer", "type": "outputNode"},
        ],
        "edges": [
            {"id": "in", "sourceId": "case", "targetId": "table"},
            {"id": "out", "sourceId": "table", "targetId": "answer"},
        ],
    }
    evaluate = zen.ZenEngine({"loader": {"type": "static", "content": {"table": graph}}}).evaluate
    return lambda case: evaluate("table", case)["result"]  # type: ignore[no-any-return]
