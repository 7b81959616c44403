"""What the states of a link are called."""

from collections.abc import Mapping

from bridgehead.instruments.chain.gaps import State
from bridgehead.primitives.words import Phrase

STATES: Mapping[State, Phrase] = {
    "missing": Phrase("缺失（补链）", "missing"),
    "weak": Phrase("薄弱（强链）", "weak"),
    "longer": Phrase("可延伸（延链）", "could follow"),
    "strong": Phrase("稳固", "strong"),
    "open": Phrase("无人需要", "not asked for"),
}
