"""The page of what `verify` recomputes speaks of every column of the ledger, and of every code of a finding."""

import re
from pathlib import Path

from django.apps import apps

from bridgehead.ledger.findings import SOUND
from bridgehead.web.faces.findings import KINDS

PAGE = (Path(__file__).parents[2] / "docs/reference/verified.md").read_text(encoding="utf-8")


def test_every_column_of_the_ledger_is_recomputed_or_it_is_said_why_not() -> None:
    told, table = set[tuple[str, str]](), ""
    for first, columns in re.findall(r"^\| ?(`\w+`)? ?\| ((?:`\w+`(?:, )?)+) \|", PAGE, re.MULTILINE):
        table = first.strip("`") or table
        told |= {(table, name) for name in re.findall(r"\w+", columns)}
    models = apps.get_app_config("ledger").get_models()
    assert told == {(model._meta.model_name, each.name) for model in models for each in model._meta.concrete_fields}


def test_every_code_of_a_finding_is_explained_and_has_words_on_the_page_of_the_desk() -> None:
    told = {*re.findall(r"`(LG1\d\d)`", PAGE)}
    assert {*SOUND} < told
    assert told == {*KINDS}
