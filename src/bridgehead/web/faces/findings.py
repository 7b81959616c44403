"""What a finding of `verify` is, by its code, in both languages; its own words stand beside it."""

from collections.abc import Mapping

from bridgehead.primitives.words import Phrase

KINDS: Mapping[str, Phrase] = {
    "LG101": Phrase("事件、封印或记录缺失", "an event, a seal or a record is gone"),
    "LG102": Phrase("事件或记录被改动", "an event or a record was changed"),
    "LG103": Phrase("位置不对", "it stands where it does not belong"),
    "LG104": Phrase("封印不符", "a seal does not fit"),
    "LG105": Phrase("与刊出的封印不符", "a printed seal is not that of this ledger"),
    "LG106": Phrase("核定结果不同", "a decision comes out otherwise"),
    "LG107": Phrase("新版程序的核定结果不同", "a decision comes out otherwise under this version"),
    "LG111": Phrase("附属数据缺失", "what stands beside the events is gone"),
    "LG112": Phrase("附属数据被改动", "what stands beside the events was changed"),
    "LG113": Phrase("多出没有事件依据的数据", "it stands there, and no event put it there"),
    "LG114": Phrase("存放的文件缺失", "a stored file is gone"),
    "LG115": Phrase("存放的文件被改动", "a stored file was changed"),
    "LG116": Phrase("已删除信息的文件还在", "a file is there of a record that was forgotten"),
    "LG117": Phrase("提示：文件不属于任何一件", "a note: no record has this file"),
    "LG118": Phrase("主密钥不是原来的", "the master key is another one"),
    "LG119": Phrase("编号计数被调低", "counters of numbers were set back"),
    "LG120": Phrase("提示：时钟被拨回过", "a note: the clock was set back"),
    "LG121": Phrase("提示：核定结果尚未复核", "a note: decisions wait"),
}


def kind_of(code: str) -> Phrase:
    return KINDS.get(code, Phrase(code, code))
