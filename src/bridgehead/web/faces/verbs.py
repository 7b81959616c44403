"""What can be done to a record and what was done to it, in words for people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bridgehead.instruments.register import Verb
from bridgehead.primitives.words import Phrase

DONE: Mapping[str, Phrase] = {
    "submitted": Phrase("已提交", "Filed"),
    "taken over": Phrase("从旧系统转入", "Taken over from the system before"),
    "supplemented": Phrase("已补交材料", "More was handed in"),
    "corrected": Phrase("已更正", "Put right"),
    "withdrawn": Phrase("已撤回", "Taken back"),
    "accepted": Phrase("已受理", "Taken on"),
    "returned": Phrase("已退回", "Sent back"),
    "refused": Phrase("不予受理", "Declined"),
    "assigned": Phrase("已交办", "Given to a unit"),
    "answered": Phrase("已答复", "Answered"),
    "extended": Phrase("期限已延长", "The deadline was lengthened"),
    "suspended": Phrase("已中止计时", "The clock was stopped"),
    "resumed": Phrase("已恢复计时", "The clock goes on"),
    "closed": Phrase("已办结", "Closed"),
    "reopened": Phrase("重新办理", "Opened again"),
    "merged": Phrase("已与同一事项合并", "Joined with another record on the same matter"),
    "joined": Phrase("另一件已并入", "Another record was joined to it"),
    "parted": Phrase("已与合并的另一件分开", "Parted from the record that it was joined with"),
    "split": Phrase("已拆分", "Split into several records"),
    "verified": Phrase("数值已核实", "Figures were verified"),
    "asked": Phrase("要求补充材料", "More was asked for"),
    "rated": Phrase("已评价", "Rated"),
    "moved": Phrase("进入下一环节", "Moved on by itself"),
    "followed": Phrase("随合并的另一件办理", "Went with the record that it is joined with"),
    "rescheduled": Phrase("期限按新的日历重新计算", "The deadline was reckoned anew by a new calendar"),
    "attached": Phrase("已上传文件", "A file was attached"),
    "forgotten": Phrase("个人信息已删除", "What was personal was deleted"),
    "noted": Phrase("内部备注", "A note of the staff"),
    "warned": Phrase("已提醒期限临近", "Warned that the deadline is near"),
    "waited": Phrase("到期未自动转入下一环节", "Did not move on by itself when its time was over"),
    "stopped": Phrase("触及底线，已停止", "Stopped at a line"),
    "settled": Phrase("已测算", "Settled"),
    "confirmed": Phrase("已确认", "Confirmed"),
    "published": Phrase("已公示", "Published"),
    "objected": Phrase("收到异议", "An objection came in"),
    "upheld": Phrase("异议成立", "An objection was upheld"),
    "dismissed": Phrase("异议不成立", "An objection was dismissed"),
    "paid": Phrase("已付款", "Paid"),
    "revoked": Phrase("已撤销名额", "A place was revoked"),
    "reinstated": Phrase("已恢复名额", "A place was given back"),
    "demanded": Phrase("已要求退回款项", "Money was asked back"),
    "repaid": Phrase("已登记退回的款项", "Money came back"),
    "demand withdrawn": Phrase("已撤回追回", "A demand was withdrawn"),
}
"""What an event did, to a record or to an award, by its kind."""

VERB: Mapping[Verb, Phrase] = {
    "submit": Phrase("补交", "Hand in"),
    "correct": Phrase("更正", "Put right"),
    "withdraw": Phrase("撤回", "Take back"),
    "accept": Phrase("受理", "Take on"),
    "return": Phrase("退回", "Send back"),
    "refuse": Phrase("不予受理", "Decline"),
    "assign": Phrase("交办", "Give to a unit"),
    "answer": Phrase("答复", "Answer"),
    "extend": Phrase("延长期限", "Lengthen the deadline"),
    "suspend": Phrase("中止计时", "Stop the clock"),
    "resume": Phrase("恢复计时", "Let the clock go on"),
    "close": Phrase("办结", "Close"),
    "reopen": Phrase("重新办理", "Open again"),
    "merge": Phrase("合并", "Join"),
    "split": Phrase("拆分", "Split"),
    "note": Phrase("备注", "Note"),
    "verify": Phrase("核实", "Verify"),
    "ask": Phrase("要求补充", "Ask for more"),
    "rate": Phrase("评价", "Rate"),
}
"""A verb as a button says it."""
ATTACH = Phrase("上传文件", "Attach a file")

STANDS: Mapping[str, Phrase] = {
    "": Phrase(zh="未测算", en="not settled yet"),
    "previewed": Phrase(zh="已测算，待确认", en="previewed, to be confirmed"),
    "confirmed": Phrase(zh="已确认，待公示", en="confirmed, to be published"),
    "published": Phrase(zh="公示中", en="published"),
    "paid": Phrase(zh="已支付", en="paid"),
}
"""Where an award stands, by its stage."""


def told(step: Mapping[str, Any]) -> dict[str, Phrase | datetime | str | None]:
    kind = str(step["kind"]).partition("/")[0]
    return {
        "done": DONE.get(kind, Phrase(kind, kind)),
        "at": step["at"],
        "reason": step["reason"] or line(step["stopped"]),
    }


def line(stopped: Mapping[str, str] | None) -> Phrase | None:
    """Why a record was stopped at a line, if it was."""
    return Phrase(stopped["zh"], stopped["en"]) if stopped else None
