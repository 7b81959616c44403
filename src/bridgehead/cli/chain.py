"""`bridgehead chain`: the links of a rulebook's chains, by the firms of a file: what is missing, weak and strong."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bridgehead.cli.output import Lang, Language, console, print_table

if TYPE_CHECKING:
    from bridgehead.instruments.chain import Chain, Link


def command(
    path: Annotated[Path, typer.Argument(help="The rulebook's folder.")],
    firms: Annotated[Path, typer.Option(help="The firms, as their register has them: csv, xlsx or parquet.")],
    name: Annotated[str | None, typer.Option("--chain", help="Which one, where there are several.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the links: .csv, .xlsx, .parquet or .json.")] = None,
    lang: Language = Lang.ZH,
) -> None:
    """Show the links of the chains: what is missing, weak and strong, and who would buy it. 产业链缺口。"""
    from bridgehead.catalog import KINDS
    from bridgehead.cli.chosen import chosen
    from bridgehead.cli.claims import whole
    from bridgehead.instruments.chain import Chain, links
    from bridgehead.queries.chains import firms_of, table
    from bridgehead.rulebook.labelled import labels
    from bridgehead.rulebook.load import load
    from bridgehead.tables import write

    rulebook = load(path, KINDS)
    chain = chosen(rulebook, Chain, name, "chain", "CL031")
    register = rulebook.tables[chain.firms.register_]
    read = whole(firms, register.columns, rulebook.about.zone, labels(register))
    found = links(chain, firms_of(rulebook, chain, read.table.to_pylist()))
    _show(chain, found, lang)
    if out is not None:
        write(out, table(chain, found, lang))
        console().print(lang.say(f"{len(found)} 种产品写入 {out}", f"{len(found)} products in {out}"))


def _show(chain: "Chain", found: "list[Link]", lang: Lang) -> None:
    from bridgehead.instruments.chain.wording import STATES

    console().print(lang.of(chain.title))
    for each in chain.sets.values():
        named = lang.say(
            f"{each.in_all}个，公布名称的{len(each.members)}个", f"{each.in_all}, {len(each.members)} named"
        )
        console().print(f"  {lang.of(each.title)}: {named}")
    headings = lang.say(
        ("产品", "链", "状态", "生产", "要买", "可供", "谁要买"),
        ("Product", "Chain", "State", "Make", "Buy", "Supply", "Who would buy"),
    )
    rows = [
        (
            lang.of(link.about.title),
            lang.of(chain.chains[link.branch].title),
            lang.of(STATES[link.state]),
            str(len(link.makers)),
            str(len(link.buyers)),
            str(len(link.suppliers)),
            ", ".join(firm.name for firm in link.buyers[:3]) + (" …" if len(link.buyers) > 3 else ""),
        )
        for link in found
    ]
    print_table(headings, rows, headings[3:6])
