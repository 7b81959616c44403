"""`bridgehead award`: where an award of the service stands, and what is asked back."""

from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli.output import Lang, Language, console, print_table
from bridgehead.cli.service import HOME, Home, enter_database
from bridgehead.primitives.errors import BridgeheadError, Mistake

if TYPE_CHECKING:
    from bridgehead.queries.awarded import Awarded

STAGES = {
    "previewed": ("已试算，待确认", "previewed, to be confirmed"),
    "confirmed": ("已确认，待公示", "confirmed, to be published"),
    "published": ("公示中", "published"),
    "paid": ("已付款", "paid"),
}


def command(
    matter: Annotated[str, typer.Argument(help="The matter, as its rulebook is called.")],
    award: Annotated[str, typer.Argument(help="The name of the award.")],
    lang: Language = Lang.ZH,
    home: Home = HOME,
) -> None:
    """Show where an award stands: its places, and what was revoked and is asked back. 查看奖励的进展。"""
    enter_database(home)
    from bridgehead.ledger.models import Record
    from bridgehead.primitives.moment import now
    from bridgehead.published import current
    from bridgehead.queries.awarded import awarded, find

    _, rulebook = current(matter)
    try:
        found = awarded(find(matter, award), now())
    except Record.DoesNotExist as error:
        said = f"nothing was settled of «{award}» in {matter} yet"
        raise BridgeheadError([Mistake("AC038", said, None, "an award that was settled")]) from error
    zone = rulebook.about.zone
    until = f"{found.until.astimezone(zone):%Y-%m-%d}" if found.until and found.stage == "published" else ""
    ends = lang.say(f"，至 {until}", f" until {until}") if until else ""
    console().print(f"{award} · {lang.say(*STAGES[found.stage])}{ends}")
    _places(found, lang)
    _revocations(found, lang)
    _reinstatements(found, lang)
    _recoveries(found, lang, {each.index: f"{each.until.astimezone(zone):%Y-%m-%d}" for each in found.recoveries})


def _places(found: "Awarded", lang: Lang) -> None:
    number, prize = lang.say("申报", "Claim"), lang.say("奖项", "Prize")
    amount, paid = lang.say("奖励", "Reward"), lang.say("付款", "Payment")
    was = {True: lang.say("已付", "paid"), False: lang.say("未付", "not paid")}
    rows = [(each["number"], each["prize"], each["amount"], was[each["number"] in found.paid]) for each in found.places]
    print_table((number, prize, amount, paid), rows, (amount,))


def _revocations(found: "Awarded", lang: Lang) -> None:
    number, amount, why = lang.say("撤销的申报", "Revoked"), lang.say("奖励", "Reward"), lang.say("原因", "Why")
    rows = [(each["number"], each["amount"], each["reason"]) for each in found.revocations]
    print_table((number, amount, why), rows, (amount,))


def _reinstatements(found: "Awarded", lang: Lang) -> None:
    headings = (lang.say("恢复的申报", "Given back"), lang.say("原因", "Why"))
    print_table(headings, [(each["number"], each["reason"]) for each in found.reinstatements], ())


def _recoveries(found: "Awarded", lang: Lang, due: dict[int, str]) -> None:
    headings = [
        *(lang.say("追回自", "Asked back of"), lang.say("金额", "Amount"), lang.say("未退", "Left")),
        *(lang.say("期限", "Due"), lang.say("情况", "Standing"), lang.say("原因", "Why")),
    ]
    rows = []
    for each in found.recoveries:
        back = lang.say("已撤回", "withdrawn") if each.withdrawn else lang.say("已退清", "all is back")
        late = lang.say("逾期", "overdue") if each.overdue else lang.say("待退", "to come")
        standing = late if each.left else back
        rows.append((each.number, f"{each.amount:,}", f"{each.left:,}", due[each.index], standing, each.reason))
    print_table(headings, rows, headings[1:3])
