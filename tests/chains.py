"""A rulebook made of a small supply chain that others published, with its firms: `python -m tests.chains FROM TO`.

FROM is a folder with `Product.csv` and `Company.csv` of a published sample (Apache-2.0); it is no part of the project.
"""

import csv
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

SMALL = Path(__file__).parents[2] / "shared/data/chain"
ABOUT = """rulebook: test/small-chain
title: {zh: 小产业链, en: A small chain}
city: {zh: 某市, en: A city}
issuer: {zh: 某市, en: A city}
published on: 2023-05-04
time zone: Asia/Shanghai
currency: CNY
text: {zh: 供测试, en: For tests}
"""


def supplies(folder: Path) -> Mapping[str, set[str]]:
    """What each product goes into; one product may stand in several rows."""
    found: dict[str, set[str]] = {}
    for row in _rows(folder / "Product.csv"):
        found.setdefault(row["id"], set()).update(filter(None, row["hasSupplyChain"].split(",")))
    return found


def makes(folder: Path) -> Mapping[str, set[str]]:
    """What each firm makes, by its name."""
    return {row["name"]: {*filter(None, row["product"].split(","))} for row in _rows(folder / "Company.csv")}


def write(folder: Path, to: Path) -> None:
    """The rulebook, and its firms as `firms.csv` beside it: products are named as they are."""
    tied, made = supplies(folder), makes(folder)
    branches: dict[str, dict[str, object]] = {}
    for name in dict.fromkeys((*tied, *sorted({each for some in (*tied.values(), *made.values()) for each in some}))):
        title = name.split("-")[0]
        product = {"title": {"zh": name, "en": name}, "supplies": sorted(tied.get(name, ()))}
        branch = branches.setdefault(title, {"title": {"zh": title, "en": title}, "products": {}})
        branch["products"][name] = product  # type: ignore[index]
    products = [name for branch in branches.values() for name in branch["products"]]  # type: ignore[attr-defined]
    chain = {
        "chain": "small",
        "title": {"zh": "小产业链", "en": "A small chain"},
        "chains": branches,
        "firms": {"register": "firm", "called": "firm", "make": "makes"},
    }
    label = {"zh": "产品", "en": "Makes"}
    fields = {
        "number": {"type": "text", "unique": True, "label": {"zh": "编号", "en": "Number"}},
        "firm": {"type": "text", "label": {"zh": "企业", "en": "Firm"}},
        "makes": {"type": "choices", "choices": {each: {"zh": each, "en": each} for each in products}, "label": label},
    }
    stages = {"listed": {"label": {"zh": "在列", "en": "Listed"}, "final": True, "counts": True}}
    register = {"register": "firm", "title": {"zh": "企业", "en": "Firms"}, "fields": fields, "stages": stages}
    register |= {"starts": "listed", "public": ["firm", "makes"], "numbering": "F-{year}-{count:04}"}
    register["channels"] = {"website": {"label": {"zh": "网上", "en": "Website"}, "online": True}}
    to.mkdir(parents=True, exist_ok=True)
    (to / "about.yaml").write_text(ABOUT, encoding="utf-8")
    (to / "notice.md").write_text("# 小产业链\n", encoding="utf-8")
    (to / "chain.yaml").write_text(json.dumps(chain, ensure_ascii=False, indent=1), encoding="utf-8")
    (to / "firm.yaml").write_text(json.dumps(register, ensure_ascii=False, indent=1), encoding="utf-8")
    with (to / "firms.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("number", "firm", "makes"))
        rows.writerows((f"F-{at:04}", name, "; ".join(sorted(made[name]))) for at, name in enumerate(made))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [*csv.DictReader(file)]


if __name__ == "__main__":
    shutil.rmtree(sys.argv[2], ignore_errors=True)
    write(Path(sys.argv[1]), Path(sys.argv[2]))
