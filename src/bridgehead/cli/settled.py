"""What `settle` shows on the screen once the decisions are written."""

from collections.abc import Sequence

import pyarrow as pa

from bridgehead.cli.claims import Work
from bridgehead.cli.outcomes import OUTCOMES
from bridgehead.cli.output import Lang, console, print_table
from bridgehead.cli.tally import SHOWN, Tally
from bridgehead.instruments.award import case
from bridgehead.instruments.award.columns import ROW
from bridgehead.instruments.award.reasons.written import sentences
from bridgehead.instruments.award.rules import hangs_on_others
from bridgehead.instruments.award.settlement import Confirmed, Settlement


def show(work: Work, settlement: Settlement, tally: Tally, lang: Lang) -> None:
    """The winners in their order, why the others get nothing, the claims by outcome, and the money."""
    screen = console()
    award = settlement.terms.award
    screen.print(f"\n{lang.of(award.title)} · {settlement.on}")
    number, place, given = lang.say("申报", "Claim"), lang.say("名次", "Place"), lang.say("奖励", "Reward")
    note = ("",) if settlement.paid else ()
    headings = (number, lang.say("奖项", "Prize"), place, given, *note)
    print_table(headings, winners(settlement, tally, lang), (place, given))
    more(tally.counts["granted"], tally.winners, lang)
    confirmed_elsewhere(settlement.elsewhere, lang)
    dated_after(settlement, lang)
    if award.claims_due and tally.provisional:
        said = ("结果暂定，申报截止前可能变动", "what is granted is provisional while claims can still arrive, until")
        screen.print(f"{lang.say(*said)} {award.claims_due.by}")
    print_table((number, lang.say("结果", "Outcome"), lang.say("原因", "Why")), others(work, settlement, tally, lang))
    more(tally.counts.total() - tally.counts["granted"], tally.others, lang)
    undetermined(settlement, tally, lang)
    counted = ((lang.say(*said), tally.counts[name]) for name, said in OUTCOMES.items())
    screen.print(" · ".join(f"{outcome} {count:,}" for outcome, count in counted if count))
    if any(prize.pay for prize in award.prizes.values()):
        granted = tally.granted + settlement.confirmed_elsewhere
        left = settlement.left_of(granted)
        budget = "" if left is None else f" · {lang.say('剩余', 'left')} {left:,}"
        screen.print(f"{lang.say('奖励合计', 'granted in all')} {granted:,}{budget}")


def winners(settlement: Settlement, tally: Tally, lang: Lang) -> list[tuple[str, ...]]:
    award = settlement.terms.award
    titles = {name: lang.of(settlement.terms.called(name)) for name in award.prizes}
    gives = {name: lang.of(prize.gives) for name, prize in award.prizes.items() if prize.gives and not prize.pay}
    stays = {"confirmed": lang.say("此前已确认", "confirmed earlier")}
    return [
        (
            row["number"],
            titles[row["prize"]],
            "" if row["place"] is None else str(row["place"]),
            gives.get(row["prize"], f"{row['amount']:,}"),
            *((stays.get(row["because"], ""),) if settlement.paid else ()),
        )
        for row in (tally.winners.to_pylist() if tally.winners else ())
    ]


def confirmed_elsewhere(absent: Sequence[Confirmed], lang: Lang) -> None:
    """How many places were confirmed for claims that are not in the file, and which."""
    if not absent:
        return
    count, amount = len(absent), f"{sum(each.amount for each in absent):,}"
    some = ", ".join(each.number for each in absent[:SHOWN])
    which = some if count <= SHOWN else lang.say(f"{some} 等", f"{some} and others")
    were = "place was" if count == 1 else "places were"
    zh = f"此前已确认的 {count:,} 个名额不在这些申报之中，共 {amount}：{which}"
    en = f"{count:,} {were} confirmed earlier and not among these claims, {amount} in all: {which}"
    console().print(lang.say(zh, en))


def dated_after(settlement: Settlement, lang: Lang) -> None:
    """That claims are from after the day of the settlement, which are decided all the same."""
    count, first = settlement.dated_after
    if count:
        day, are = settlement.on, "claim is" if count == 1 else "claims are"
        zh = f"{count:,} 件申报的日期晚于结算日 {day}，首件 {first}；仍照常决定"
        en = f"{count:,} {are} dated after the day of the settlement, {day}, the first {first}; decided all the same"
        console().print(lang.say(zh, en))


def undetermined(settlement: Settlement, tally: Tally, lang: Lang) -> None:
    """Which claims may yet change what others get, once what they lack is given."""
    count = tally.counts["undetermined"]
    if count and count < tally.counts.total() and hangs_on_others(settlement.terms):
        some, are = ", ".join(tally.undetermined), "claim is" if count == 1 else "claims are"
        which = some if count <= SHOWN else lang.say(f"{some} 等", f"{some} and others")
        zh = f"{count:,} 件待补材料，补齐后可能改变其他申报的结果：{which}"
        en = f"{count:,} {are} undetermined, and once complete may change what others get: {which}"
        console().print(lang.say(zh, en))


def others(work: Work, settlement: Settlement, tally: Tally, lang: Lang) -> list[tuple[str, ...]]:
    shown = tally.others
    if not shown:
        return []
    claims = settlement.claims_at(shown[ROW].to_pylist())
    why = sentences(case.compile(settlement.terms), claims, shown, work.repeated)[lang.say(0, 1)].to_pylist()
    rows = zip(shown["number"].to_pylist(), shown["outcome"].to_pylist(), why, strict=True)
    return [(number, lang.say(*OUTCOMES[outcome]), said) for number, outcome, said in rows]


def more(count: int, shown: pa.Table | None, lang: Lang) -> None:
    """How many are not listed."""
    rest = count - (shown.num_rows if shown else 0)
    if rest:
        console().print(lang.say(f" 另有 {rest:,} 件", f" and {rest:,} more"))
