"""What is decided on a claim, in one sentence.

A decided claim has the columns of `rules.decide`: number, outcome, prize, place, amount, provisional, failed, missing,
and why allocation ended it (`because`, with `reference`, `figure` and `asked`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from bridgehead.instruments.award.allocation.spellings import one_spelling
from bridgehead.instruments.award.amounts import payment
from bridgehead.instruments.award.atoms import REQUIRED
from bridgehead.instruments.award.reasons.mark import mark
from bridgehead.instruments.award.reasons.others import other_prizes
from bridgehead.instruments.award.reasons.topics import field_subject, phrase
from bridgehead.instruments.award.reasons.wording import Statement, clause, closed, needed, supposed
from bridgehead.instruments.award.reasons.wording import Subject as Field
from bridgehead.instruments.award.schema import Ceiling
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives import words
from bridgehead.primitives.decision import Outcome
from bridgehead.primitives.words import NOTHING, Phrase, inside

Decided = Mapping[str, Any]
"""One row of the decisions."""

Repeated = Mapping[str, tuple[int, ...]]
"""The rows of each number that stands in more than one row of the claims, as far as they are known."""

Money = Callable[[Decimal], Phrase]

PERIODS = {
    "day": Phrase("同日", " in one day"),
    "month": Phrase("同月", " in one month"),
    "quarter": Phrase("同季度", " in one quarter"),
    "year": Phrase("同年", " in one year"),
}
MET = Phrase("符合全部条件", "the claim meets every condition")


def allocation_sentence(terms: Terms, decided: Decided, repeated: Repeated | None = None) -> Phrase:
    """What became of a claim that meets every condition: its prize, place and amount, or who or what came before it;
    and which other prizes it meets.
    """
    said = closed(_allocated(terms, decided, repeated or {}), _clause(terms, decided))
    return in_a_row([said, *other_prizes(terms, decided)])


def remedy_sentence(terms: Terms, field: Field, value: object, decided: Decided) -> Phrase:
    """若住宿 1 晚，则获旅游专列，第 2 名，奖励 10 万元（第2.1条）。"""
    supposing, then = supposed(field, value), _allocated(terms, decided, {})
    it_is = "" if then.en.startswith(MET.en) or decided["because"] == "duplicate" else "it is "
    body = Phrase(supposing.zh + then.zh, f"{supposing.en} {it_is}{then.en}")
    return closed(body, _clause(terms, decided))


def met_sentence(terms: Terms, field: Field, value: object, prize: str) -> Phrase:
    """若住宿 1 晚，则符合全部条件（第2.1条）。"""
    supposing = supposed(field, value)
    where = clause(terms.award.prizes[prize].cites or terms.award.cites)
    return closed(Phrase(supposing.zh + MET.zh, f"{supposing.en} {MET.en}"), where)


def refusal_sentence(statements: Sequence[Statement]) -> Phrase:
    """Why a claim is refused or open: its reasons, one after the other, each once.

    That a field is missing is said by the condition that asks for it, and not again by those that hang on it: where it
    must be given whatever the prize, what one of the prizes would ask of it may be beside the point.
    """
    said = {each.subject for each in statements if not each.is_open}
    given = {each.subject for each in statements if each.condition == REQUIRED and each.holds is None}
    return in_a_row(
        [
            each.sentence
            for each in statements
            if not (each.is_open and each.subject in said)
            and not (each.holds is None and each.condition != REQUIRED and each.subject in given)
        ]
    )


def in_a_row(sentences: Sequence[Phrase]) -> Phrase:
    """Sentences one after the other; one that two conditions give is said once."""
    each = tuple(dict.fromkeys(sentences))
    return Phrase("".join(said.zh for said in each), " ".join(said.en for said in each))


def _allocated(terms: Terms, decided: Decided, repeated: Repeated) -> Phrase:
    """What became of a claim, and until when a claim that is yet to come can change it."""
    said, due = _by_now(terms, decided, repeated), terms.award.claims_due
    if not (decided["provisional"] and due):
        return said
    until = words.day(due.by)
    zh = f"{said.zh}；{until.zh}申报截止前，结果可能变动"
    return Phrase(zh, f"{said.en}; this may change until claims close on {until.en}")


def _by_now(terms: Terms, decided: Decided, repeated: Repeated) -> Phrase:
    reference = decided["reference"]
    match decided["because"]:
        case "duplicate" if decided["number"] == reference:
            return _same_number(terms, reference, repeated.get(reference))
        case "duplicate" if by_number(terms, decided):
            return _number_typed_otherwise(terms, decided["number"], reference)
        case "duplicate":
            return Phrase(
                f"与申报 {reference} 重复，不再计", f"the claim is the same as claim {reference}, which counts"
            )
        case "sum":
            return _in_a_sum(terms, reference)
        case "below":
            return _below(terms, decided)
        case "excluded":
            zh = f"{MET.zh}，但已按申报 {reference} 给予奖励，两者只取其一"
            return Phrase(zh, f"{MET.en}, but its party is rewarded for claim {reference} and gets only one of the two")
        case "quota":
            return _out_of_places(terms, decided)
        case "budget" if reference:
            zh = f"{MET.zh}，但排在前面的申报 {reference} 余款已不足，此后不再发放"
            return Phrase(zh, f"{MET.en}, but claim {reference} before it no longer fitted, which ended the payments")
        case "budget" if decided["figure"] and terms.award.when_short == "share" and not decided["amount"]:
            return _shared_to_nothing(terms, decided)
        case "budget" | "ceiling" if decided["outcome"] == Outcome.EXHAUSTED:
            left, due, under = _left(terms, decided), _money(terms)(decided["asked"]), _under(terms, decided)
            zh = f"{MET.zh}，但{left.zh}，{under.zh}应奖励 {due.zh}"
            return Phrase(zh, f"{MET.en}, but {left.en}, and {due.en} is due{under.en}")
        case "amount" if decided["figure"] is not None:
            given = _money(terms)(decided["figure"])
            zh = f"{MET.zh}，但按公式算得{_spaced(given.zh)}，低于零"
            return Phrase(zh, f"{MET.en}, but its formula gives {given.en}, which is below zero")
        case "amount":
            return Phrase(f"{MET.zh}，但无法算出金额", f"{MET.en}, but its amount cannot be worked out")
        case "nought":
            return Phrase(f"{MET.zh}，但按公式算得的金额为零", f"{MET.en}, but its formula gives an amount of nought")
    return _granted(terms, decided)


def _same_number(terms: Terms, number: str, rows: tuple[int, ...] | None) -> Phrase:
    """申报号 A-1 用于第 2、5 行，只计其中一件"""
    label = phrase(terms.table.labels[terms.number]) if terms.number in terms.table.labels else Phrase("号码", "number")
    if rows is None:
        where = Phrase("不止一行使用", "more than one row")
    else:
        said = [str(row) for row in rows]
        where = Phrase(f"用于第 {'、'.join(said)} 行", f"rows {', '.join(said[:-1])} and {said[-1]}")
    zh = f"{label.zh} {number} {where.zh}，只计其中一件"
    return Phrase(zh, f"{inside(label).en} {number} is used in {where.en}, of which only one counts")


def by_number(terms: Terms, decided: Decided) -> bool:
    """Whether a claim is taken for another one by its number, however it is typed, and not by what it is for."""
    if not terms.award.once_per or decided["number"] == decided["reference"]:
        return True
    number, reference = one_spelling([decided["number"], decided["reference"]])
    return number == reference


def _number_typed_otherwise(terms: Terms, number: str, reference: str) -> Phrase:
    label = phrase(terms.table.labels[terms.number]) if terms.number in terms.table.labels else Phrase("号码", "number")
    zh = f"{label.zh} {number} 与申报 {reference} 的相同，只计其中一件"
    return Phrase(zh, f"{inside(label).en} {number} is the same number as that of claim {reference}, which counts")


def _in_a_sum(terms: Terms, carrier: str) -> Phrase:
    """同一组织机构同月的申报合并计算，只按申报 A-1 评定一次: whether it came before the mark or after it."""
    award = terms.award
    party = field_subject(terms, award.per).inside if award.per else NOTHING
    period = PERIODS[award.each.unit] if award.each else NOTHING
    zh = f"{MET.zh}；同一{party.zh}{period.zh}的申报合并计算，只按申报 {carrier} 评定一次"
    one = f"the claims of one {party.en}{period.en} are added up and decided once"
    return Phrase(zh, f"{MET.en}; {one}, with claim {carrier}")


def _below(terms: Terms, decided: Decided) -> Phrase:
    """符合全部条件，累计至此 999 人，公告要求超过 1,000 人，差 2 人"""
    if terms.award.reach is None or decided["figure"] is None:
        return Phrase(f"{MET.zh}，但累计没有可付的金额", f"{MET.en}, but its sum gives no amount to be paid")
    reach = mark(terms, terms.award.reach)
    so_far, lack = reach.subject.say(decided["figure"]), reach.lack(decided["figure"])
    return Phrase(
        f"{MET.zh}，累计至此 {so_far.zh}，{lack.zh}", f"{MET.en}; the sum so far is {so_far.en}, and {lack.en}"
    )


def _left(terms: Terms, decided: Decided) -> Phrase:
    """资金只余 3 万元, 资金已用完, 同一旅行社同年上限 6 万元已满"""
    left, said = decided["figure"], _money(terms)(decided["figure"])
    if decided["because"] == "budget":
        none = Phrase("资金已用完", "no money is left")
        return Phrase(f"资金只余 {said.zh}", f"only {said.en} of the money is left") if left else none
    ceiling = _ceiling(terms, decided)
    if not left:
        return Phrase(f"{ceiling.zh}已满", f"{ceiling.en} is reached")
    return Phrase(f"{ceiling.zh}内只余 {said.zh}", f"only {said.en} is left under {ceiling.en}")


def _shared_to_nothing(terms: Terms, decided: Decided) -> Phrase:
    """符合全部条件，但资金 30 万元不足，按比例发放，应奖励 0.01 元所得的份额取整后为零"""
    there, due = _money(terms)(decided["figure"]), _money(terms)(decided["asked"])
    under = _under(terms, decided)
    zh = f"{MET.zh}，但资金 {there.zh}不足，按比例发放，{under.zh}应奖励 {due.zh}所得的份额取整后为零"
    share = f"its share of the {due.en} due{under.en} rounds to nothing"
    return Phrase(zh, f"{MET.en}, but {there.en} is not enough for all, and {share}")


def _ceiling(terms: Terms, decided: Decided) -> Phrase:
    """同一旅行社同年上限 6 万元: the one that cut the claim; with its clause, where the claim is paid all the same."""
    ceiling = terms.award.ceilings[decided["ceiling"]]
    most, party = _money(terms)(ceiling.at_most), field_subject(terms, ceiling.per).inside
    period = PERIODS[ceiling.each.unit] if ceiling.each else NOTHING
    inner, covers = ceiling.cites and not _by_ceiling_alone(decided), _covers(terms, ceiling)
    where = clause(ceiling.cites) if inner and ceiling.cites else None
    zh, en = (
        f"同一{party.zh}{period.zh}{covers.zh}上限{_spaced(most.zh)}",
        f"the ceiling of {most.en}{covers.en} for one {party.en}{period.en}",
    )
    return Phrase(f"{zh}（{where.zh}）", f"{en} ({where.en})") if where else Phrase(zh, en)


def _covers(terms: Terms, ceiling: Ceiling) -> Phrase:
    """Whether a ceiling holds prizes alone or bonuses alone, where there are both."""
    if ceiling.over == "all" or not terms.award.bonuses:
        return NOTHING
    if not any(name in terms.award.bonuses for name in ceiling.over):
        return Phrase("不含加奖的", " without bonuses")
    if not any(name in terms.award.prizes for name in ceiling.over):
        return Phrase("加奖", " on bonuses")
    return NOTHING


def _under(terms: Terms, decided: Decided) -> Phrase:
    """同一旅行社同年上限 6 万元内: where a ceiling had cut what a claim is due before the money did."""
    if decided["because"] != "budget" or decided["ceiling"] is None:
        return NOTHING
    ceiling = _ceiling(terms, decided)
    return Phrase(f"{ceiling.zh}内", f" under {ceiling.en}")


def _by_ceiling_alone(decided: Decided) -> bool:
    return bool(decided["because"] == "ceiling" and decided["outcome"] == Outcome.EXHAUSTED)


def places(terms: Terms, prize: str | None) -> int | None:
    """How many places there are: of a prize, or of the rank."""
    if prize is not None and terms.award.prizes[prize].first:
        return terms.award.prizes[prize].first
    return max((each.rank.last for each in terms.award.prizes.values() if each.rank), default=None)


def _out_of_places(terms: Terms, decided: Decided) -> Phrase:
    place, count = decided["place"], places(terms, decided["prize"])
    among = Phrase(f" {count} 个", f" {count}") if count else NOTHING
    taken = "place is" if count == 1 else "places are"
    stands = Phrase(f"，排第 {place} 名", f" and comes {_ordinal(place)}") if place else NOTHING
    gone = Phrase("，所带加奖随之不发", ", and its bonus goes with it") if decided["bonuses"] else NOTHING
    zh = f"{MET.zh}{stands.zh}，但名额{among.zh}已满{gone.zh}"
    return Phrase(zh, f"{MET.en}{stands.en}, but the{among.en} {taken} taken{gone.en}")


def _granted(terms: Terms, decided: Decided) -> Phrase:
    prize = terms.award.prizes[decided["prize"]]
    title = inside(phrase(terms.called(decided["prize"])))
    place = decided["place"]
    given = inside(phrase(prize.gives)) if prize.gives and not prize.pay else _money(terms)(decided["amount"])
    stands = Phrase(f"，第 {place} 名", f", place {place}") if place else NOTHING
    part, carried, short = _in_part(terms, decided), _bonuses(terms, decided["bonuses"] or 0), _short(terms, decided)
    bonus = Phrase(carried.zh + short.zh, carried.en + short.en)
    if decided["provisional"]:
        zh = f"暂列{_spaced(title.zh)}{stands.zh}，拟奖励{_spaced(given.zh)}{part.zh}{bonus.zh}"
        return Phrase(zh, f"provisionally granted: {title.en}{stands.en}, {given.en}{part.en}{bonus.en}")
    earlier = decided["because"] == "confirmed"
    said = Phrase("此前已确认，", "confirmed earlier") if earlier else Phrase("", "granted")
    zh = f"{said.zh}获{_spaced(title.zh)}{stands.zh}，奖励{_spaced(given.zh)}{part.zh}{bonus.zh}"
    return Phrase(zh, f"{said.en}: {title.en}{stands.en}, {given.en}{part.en}{bonus.en}")


def _bonuses(terms: Terms, carried: int) -> Phrase:
    """，含加奖 2 万元（累计 3 趟以上，第2.3条）: what a claim carries for the mark that its party reached with it."""
    zh = en = ""
    for bit, bonus in enumerate(terms.award.bonuses.values()):
        if carried & 1 << bit:
            reach, pays = mark(terms, bonus.reach), payment(bonus.pay, terms.award.rounding)
            need = needed(reach.subject, reach.need) or reach.text
            money = _money(terms)(Decimal(pays)) if pays.isdigit() else NOTHING
            where = clause(bonus.cites) if bonus.cites else None
            zh += f"，含加奖{_spaced(money.zh)}（累计{_spaced(need.zh)}{f'，{where.zh}' if where else ''}）"
            en += f", with a bonus{f' of {money.en}' if money.en else ''} for {need.en} in all"
            en += f" ({where.en})" if where else ""
    return Phrase(zh, en)


def _short(terms: Terms, decided: Decided) -> Phrase:
    """，未得加奖（累计至此 999 人，公告要求 1,000 人以上，差 1 人，第3条）: how far its party is from the next mark."""
    if decided["short"] is None or decided["because"] is not None:
        return NOTHING
    bonus = tuple(terms.award.bonuses.values())[decided["short"]]
    reach = mark(terms, bonus.reach)
    so_far, lack = reach.subject.say(decided["figure"]), reach.lack(decided["figure"])
    where = clause(bonus.cites) if bonus.cites else NOTHING
    zh = f"，未得加奖（累计至此{_spaced(so_far.zh)}，{lack.zh}{where.zh and f'，{where.zh}'}）"
    return Phrase(zh, f", without the bonus (so far {so_far.en}; {lack.en}{where.en and f'; {where.en}'})")


def _in_part(terms: Terms, decided: Decided) -> Phrase:
    """Why less is paid than is due."""
    if decided["because"] not in ("budget", "ceiling"):
        return NOTHING
    left, due, under = _left(terms, decided), _money(terms)(decided["asked"]), _under(terms, decided)
    if decided["because"] == "budget" and terms.award.when_short == "share":
        there, part = _money(terms)(decided["figure"]), words.percent(round(decided["amount"] / decided["asked"], 4))
        zh = f"（{under.zh}应奖励 {due.zh}，资金 {there.zh}不足，按约 {part.zh} 发放）"
        return Phrase(zh, f", about {part.en} of the {due.en} due{under.en}, since {there.en} is not enough for all")
    return Phrase(f"（{under.zh}应奖励 {due.zh}，但{left.zh}）", f" of the {due.en} due{under.en}, since {left.en}")


def _money(terms: Terms) -> Money:
    currency = terms.currency
    return lambda amount: words.money(amount, currency) if currency else words.number(amount)


def _spaced(text: str) -> str:
    return f" {text}" if re.match("[0-9A-Za-z-]", text) else text


def _ordinal(place: int) -> str:
    ending = "th" if place // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def _clause(terms: Terms, decided: Decided) -> Phrase:
    return clause(cited(terms, decided, by_ceiling=_by_ceiling_alone(decided)))


def cited(terms: Terms, decided: Decided, *, by_ceiling: bool) -> str:
    """The clause of the ceiling that cut the claim, or that of its prize; of the award where that has none."""
    ceiling = terms.award.ceilings[decided["ceiling"]].cites if by_ceiling else None
    prize = terms.award.prizes[decided["prize"]].cites if decided["prize"] else None
    return ceiling or prize or terms.award.cites
