"""How alarms, phases and commands of a run are called in both languages."""

from collections.abc import Mapping

from bridgehead.instruments.operation.ledgered import CLOSED, OPEN
from bridgehead.instruments.operation.live import Command, Live
from bridgehead.primitives.words import Phrase

OF_A_RUN: Mapping[str, Phrase] = {
    "link": Phrase("没有数据到达", "Nothing arrives"),
    "lost": Phrase("丢了数据", "Samples are lost"),
    "clock": Phrase("采集时钟不对", "The clock of the sensors is off"),
    "dates": Phrase("采集时钟的日和月互换", "Day and month of the sensors' clock are swapped"),
}
OF_A_CHANNEL: Mapping[str, Phrase] = {
    "stale": Phrase("{}：数据过时", "{}: stale"),
    "range": Phrase("{}：超出量程", "{}: out of its range"),
    "frozen": Phrase("{}：读数不变，疑传感器卡死", "{}: repeats itself; the sensor may be frozen"),
    "spikes": Phrase("{}：跳点多", "{}: many spikes"),
}
PHASES: Mapping[str, Phrase] = {
    OPEN: Phrase("已开始记录", "Recording"),
    "inspect": Phrase("检查", "Inspect"),
    "trial": Phrase("试转", "Trial"),
    "turn": Phrase("转动", "Turn"),
    "inch": Phrase("点动", "Inch"),
    "fix": Phrase("固定", "Fix"),
    CLOSED: Phrase("已结束", "Over"),
}
COMMANDS: Mapping[Command, Phrase] = {
    "open window": Phrase("天窗开始", "Window opens"),
    "start": Phrase("开转", "Start"),
    "faster": Phrase("加快", "Faster"),
    "slower": Phrase("放慢", "Slower"),
    "inch": Phrase("点动一次", "Inch once"),
    "stop": Phrase("停（关阀）", "Stop, valves shut"),
    "dump pressure": Phrase("急停（卸压）", "Stop, pressure dumped"),
}


def alarm(key: str, live: Live) -> Phrase:
    """What an alarm is called, by its key; that of a rulebook that has it no more by its name."""
    kind, _, name = key.partition("/")
    if kind in OF_A_RUN:
        return OF_A_RUN[kind]
    if kind in OF_A_CHANNEL and name in live.channels:
        said, label = OF_A_CHANNEL[kind], live.channels[name].label
        return Phrase(said.zh.format(label.zh), said.en.format(label.en))
    label = live.alarms[name].label
    return Phrase(label.zh, label.en)
