"""What is read is written back: the same model, and every part that was not understood."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from bridgehead import dmn
from bridgehead.dmn import markup
from bridgehead.dmn.markup import Element
from bridgehead.dmn.model import DecisionTable, expressions
from bridgehead.dmn.names import NEWEST
from tests.dmn import making


def contents(element: Element) -> Counter[tuple[object, ...]]:
    """Every element with its namespace, attributes and text, comments too."""
    attributes = tuple(sorted(pair for pair in element.attributes.items() if not pair[0].startswith("xmlns")))
    found: Counter[tuple[object, ...]] = Counter()
    found[element.namespace, element.name, attributes, element.text.strip()] += 1
    for child in element.children:
        found += contents(child)
    return found


@pytest.mark.slow
def test_the_models_of_the_kit_come_back_whole(shared: Path) -> None:
    paths = sorted((shared / "dmn-tck").rglob("*.dmn"))
    assert len(paths) > 100
    for path in paths:
        data = path.read_bytes()
        model = dmn.read_bytes(data)
        written = dmn.write(model)
        assert dmn.read_bytes(written) == model, path.name
        assert contents(markup.parse(written).root) == contents(markup.parse(data).root), path.name
        assert dmn.write(dmn.read_bytes(written)) == written, path.name


OLD = """<?xml version="1.0"?>
<d:definitions xmlns:d="http://www.omg.org/spec/DMN/20180521/MODEL/" xmlns:di="http://www.omg.org/spec/DMN/20180521/DMNDI/"
  xmlns:v="urn:vendor" namespace="made-up" name="fares" v:colour="red">
  <!-- made up -->
  <d:description>Fares &amp; more</d:description>
  <d:extensionElements><v:note v:by="one">a <v:b>bold</v:b> word</v:note></d:extensionElements>
  <d:decision name="fare" v:shown="true">
    <d:question>How much?</d:question>
    <d:variable name="fare" typeRef="number"/>
    <d:decisionTable preferredOrientation="Rule-as-Row">
      <d:input><d:inputExpression><d:text>1 &lt; 2</d:text></d:inputExpression></d:input>
      <d:output/>
      <d:annotation name="why"/>
      <d:rule><d:inputEntry><d:text>true</d:text></d:inputEntry><d:outputEntry><d:text>1</d:text></d:outputEntry>
        <d:annotationEntry><d:text>because</d:text></d:annotationEntry></d:rule>
    </d:decisionTable>
  </d:decision>
  <di:DMNDI><di:DMNDiagram v:zoom="2"/></di:DMNDI>
</d:definitions>"""


def test_an_older_file_becomes_one_of_today_with_all_that_is_in_it() -> None:
    model = dmn.read_bytes(OLD.encode())
    written = dmn.write(model)
    root = markup.parse(written).root
    assert root.namespace == NEWEST
    assert (root.prefix, root.attributes["v:colour"]) == ("d", "red")
    text = written.decode()
    for kept in (
        "<!-- made up -->",
        "Fares &amp; more",
        "<d:question>How much?",
        'v:shown="true"',
        'v:zoom="2"',
        "Rule-as-Row",
    ):
        assert kept in text
    assert "20180521" not in text
    assert '<v:note v:by="one">' in text
    assert dmn.read_bytes(written) == model
    assert dmn.Decisions(dmn.read_bytes(written)).decide("fare", {}) == 1


AROUND = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made up, 2026 -->
<?xml-stylesheet href="fares.xsl"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="fares" namespace="made-up">
  <extensionElements><v:p xmlns:v="urn:v">mixed <v:b>bold</v:b> tail <v:i>a</v:i> <v:i>b</v:i>
      &lt;end&gt; <!-- inside --> <?v run?></v:p><v:q xmlns:v="urn:v"><v:a/><v:b> </v:b></v:q></extensionElements>
</definitions>
<!-- the end -->
<?done?>
"""


def test_what_is_unread_comes_back_sign_by_sign_and_what_stands_around_the_root_too() -> None:
    assert dmn.write(dmn.read_bytes(AROUND.encode())).decode() == AROUND


EVERYWHERE = making.text(
    '<itemDefinition name="grade"><typeRef>string</typeRef><allowedValues><text>"A"</text></allowedValues>'
    "</itemDefinition>",
    making.given("a", "grade"),
    making.function("f", "n", making.literal("n")),
    making.decision("D", making.literal("f(a)"), "a", knows=("f",)),
    making.decision("T", making.table("UNIQUE", "a", "t", "1 | 2").replace("</rule>", "{}</rule>"), "a", "D").format(
        "<annotationEntry><text>why</text></annotationEntry>"
    ),
    '<decision name="C"><filter><in><literalExpression><text>[1]</text></literalExpression></in>'
    "<match><literalExpression><text>true</text></literalExpression></match></filter></decision>",
)
OPENING = list(re.finditer(r"<(\w+)[^<>]*?(?=/?>)", EVERYWHERE))


@pytest.mark.parametrize("opening", OPENING, ids=[f"{one.start()}-{one[1]}" for one in OPENING])
def test_a_vendor_may_add_to_every_element(opening: re.Match[str]) -> None:
    before, after = EVERYWHERE[: opening.end()], EVERYWHERE[opening.end() :]
    added = before + ' xmlns:v="urn:v" v:kept="yes"'
    inside = "><!-- kept --><v:kept/>"
    added += inside + after[1:] if after.startswith(">") else f"{inside}</{opening[1]}>{after[2:]}"
    written = dmn.write(dmn.read_bytes(added.encode())).decode()
    assert all(one in written for one in ('v:kept="yes"', "<!-- kept -->", "<v:kept/>"))
    assert dmn.read_bytes(written.encode()) == dmn.read_bytes(EVERYWHERE.encode())
    assert dmn.write(dmn.read_bytes(written.encode())).decode() == written


def test_a_changed_table_is_written_with_its_surroundings() -> None:
    model = dmn.read_bytes(OLD.encode())
    (node,) = model.nodes
    (table,) = (one for one in expressions(node) if isinstance(one, DecisionTable))
    more = replace(table, rules=(*table.rules, replace(table.rules[0], outputs=table.rules[0].outputs)))
    changed = replace(model, nodes=(replace(node, expression=more),))  # type: ignore[call-arg]
    again = dmn.read_bytes(dmn.write(changed))
    assert again == changed
    root = markup.parse(dmn.write(changed)).root
    assert [one.name for one in root.children][-1] == "DMNDI"


def test_a_model_made_by_hand_is_a_file() -> None:
    model = making.model(making.decision("D", making.literal('"<&>" + "中文"')))
    bare = replace(model, unread=type(model.unread)())
    again = dmn.read_bytes(dmn.write(bare))
    assert again == model
    assert cast(str, dmn.Decisions(again).decide("D", {})) == "<&>中文"
