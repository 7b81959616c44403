"""Models from XML: what is wrong is told in its place, and nothing from outside is let in."""

from pathlib import Path

import pytest

from bridgehead import dmn
from bridgehead.dmn import markup
from bridgehead.dmn.check import check
from bridgehead.dmn.mistakes import KINDS
from bridgehead.dmn.model import DecisionTable, HitPolicy, expressions
from bridgehead.dmn.names import MODEL
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from tests.dmn import making

BROKEN = sorted((Path(__file__).parent / "broken").iterdir())


def mistakes(path: Path) -> tuple[Mistake, ...]:
    """What is wrong in a file, but for its tables, which are put off until that is mended."""
    try:
        return tuple(one for one in check(path) if one.code != "DM312")
    except BridgeheadError as error:
        return error.mistakes


@pytest.mark.parametrize("path", BROKEN, ids=[path.stem for path in BROKEN])
def test_a_broken_file_earns_its_code(path: Path) -> None:
    assert {one.code for one in mistakes(path)} == {path.name[:5]}
    assert all(one.place is not None and one.place.file == str(path) for one in mistakes(path))


def test_every_code_has_a_file_or_a_test() -> None:
    elsewhere = {
        "DM001",
        "DM004",
        "DM019",
        "DM020",
        "DM021",
        "DM022",
        "DM023",
        "DM028",
        "DM030",
        "DM101",
        "DM111",
        "DM112",
        "DM117",
        "DM201",
        "DM202",
        "DM203",
        "DM204",
        "DM401",
        "DM402",
        "DM403",
    }
    elsewhere |= {f"DM{number:03}" for number in range(19, 27)}  # see test_excel and test_plain
    of_tables = {code for code in KINDS if code.startswith("DM3")}  # see test_analysis
    assert {path.name[:5] for path in BROKEN} | elsewhere == set(KINDS) - of_tables


@pytest.mark.parametrize(
    ("namespace", "version"),
    [
        ("https://www.omg.org/spec/DMN/20240513/MODEL/", "1.5"),
        ("http://www.omg.org/spec/DMN/20180521/MODEL", "1.2"),
        ("https://www.omg.org/spec/DMN/20191111/MODLE/", "1.3"),
        ("http://www.omg.org/spec/DMN/20130901", "1.1"),
        ("https://www.omg.org/spec/DMM/20230324/MODEL/", "1.5"),
    ],
)
def test_the_nearest_version_is_told(namespace: str, version: str) -> None:
    with pytest.raises(BridgeheadError, match="DM005") as raised:
        dmn.read_bytes(making.text().replace(making.NAMESPACE, namespace).encode(), "made-up.dmn")
    assert MODEL[raised.value.mistakes[0].nearest or ""] == version


def test_a_mistake_is_told_in_its_place_with_the_nearest_word() -> None:
    path = Path(__file__).parent / "broken" / "DM008-hit-policy.dmn"
    (found,) = mistakes(path)
    assert found.place == Place(str(path), 2, 25)
    assert found.nearest == "UNIQUE"


@pytest.mark.parametrize(("name", "near"), [("DM102-no-such-input", "#age"), ("DM102-wrong-kind", None)])
def test_what_is_meant_by_a_requirement_is_of_the_kind_required(name: str, near: str | None) -> None:
    found = mistakes(Path(__file__).parent / "broken" / f"{name}.dmn")
    assert [one.nearest for one in found if one.code == "DM102"] == [near]


def test_a_file_may_be_named_by_a_text() -> None:
    path = Path(__file__).parent / "broken" / "DM114-text-for-number.dmn"
    assert dmn.read(str(path)) == dmn.read(path)
    assert dmn.load(str(path)).decide("Fare", {}) is None


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BridgeheadError, match="DM001"):
        dmn.read(tmp_path / "fares.dmn")


@pytest.mark.parametrize("levels", [markup.MAX_DEPTH, 100_000])
def test_depth_is_bounded(levels: int) -> None:
    with pytest.raises(BridgeheadError, match="DM004"):
        dmn.read_bytes(b"<a>" * levels + b"<b/>" + b"</a>" * levels)


def test_many_elements_beside_one_another_are_read_in_their_time() -> None:
    count = 50_000  # which took minutes while the text before each was counted anew
    assert len(list(markup.parse(b"<a>" + b"\n<b/>" * count + b"</a>").root.children)) == count


def test_size_is_bounded() -> None:
    with pytest.raises(BridgeheadError, match="DM004"):
        dmn.read_bytes(b" " * (markup.MAX_BYTES + 1))


NAMED = """<?xml version="1.0" encoding="{encoding}"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="made-up" name="车票"/>"""


@pytest.mark.parametrize(
    "encoding", ["GB18030", "gbk", "Big5", "Shift_JIS", "EUC-JP", "utf-7", "UTF-8", "utf-8-sig", "UTF-16", "utf-16-be"]
)
def test_a_file_is_read_in_the_encoding_that_it_names(encoding: str) -> None:
    name = "車票" if encoding in ("Big5", "Shift_JIS", "EUC-JP") else "车票"
    text = NAMED.replace("车票", name).format(encoding=encoding)
    assert dmn.read_bytes(text.encode(encoding)).name == name


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_counts_before_the_encoding_that_is_named(mark: str) -> None:
    assert dmn.read_bytes(NAMED.format(encoding="GB18030").encode(mark)).name == "车票"


@pytest.mark.parametrize(
    ("named", "written", "place", "said"),
    [
        ("foo", "utf-8", Place("m.dmn", 1, 31), "no encoding «foo» is known"),
        ("rot13", "utf-8", Place("m.dmn", 1, 31), "no encoding «rot13» is known"),
        ("punycode", "utf-8", Place("m.dmn", 1, 31), "no encoding «punycode» is known"),
        ("unicode escape", "utf-8", Place("m.dmn", 1, 31), "no encoding «unicode escape» is known"),
        ("UTF-16", "utf-8", Place("m.dmn", 1, 31), "the text is not in UTF-16"),
        ("UTF-8", "gb18030", Place("m.dmn", 2, 93), "the text is not in UTF-8"),
        ("us-ascii", "utf-8", Place("m.dmn", 2, 93), "the text is not in US-ASCII"),
    ],
)
def test_an_encoding_that_cannot_be_is_told_in_its_place(named: str, written: str, place: Place, said: str) -> None:
    with pytest.raises(BridgeheadError) as told:
        dmn.read_bytes(NAMED.format(encoding=named).encode(written), "m.dmn")
    (found,) = told.value.mistakes
    assert (found.code, found.place) == ("DM002", place)
    assert said in found.message


def test_the_nearest_encoding_is_told() -> None:
    with pytest.raises(BridgeheadError, match="did you mean «GB18030»"):
        dmn.read_bytes(NAMED.format(encoding="gb18O30").encode())


TABLE = """<definitions xmlns="{namespace}" namespace="made-up" name="fares">
  <decision name="fare  by   age">
    <variable name="fare by age" typeRef="{feel}number"/>
    <decisionTable hitPolicy="FIRST">
      <input><inputExpression typeRef="{feel}number"><text>age</text></inputExpression></input>
      <output/>
      <rule><inputEntry><text>&lt; 6</text></inputEntry><outputEntry><text>0</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""


@pytest.mark.parametrize(
    ("namespace", "feel", "version"),
    [
        ("https://www.omg.org/spec/DMN/20230324/MODEL/", "", "1.5"),
        ("https://www.omg.org/spec/DMN/20211108/MODEL/", "", "1.4"),
        ("https://www.omg.org/spec/DMN/20191111/MODEL/", "", "1.3"),
        ("http://www.omg.org/spec/DMN/20180521/MODEL/", "", "1.2"),
        ("http://www.omg.org/spec/DMN/20151101/dmn.xsd", "feel:", "1.1"),
    ],
)
def test_every_version_reads_alike(namespace: str, feel: str, version: str) -> None:
    model = dmn.read_bytes(TABLE.format(namespace=namespace, feel=feel).encode())
    assert model.version == version
    assert model == dmn.read_bytes(TABLE.format(namespace=NEWEST, feel="").encode())
    (decision,) = model.nodes
    assert decision.name == "fare by age"
    (table,) = (one for one in expressions(decision) if isinstance(one, DecisionTable))
    assert table.hit_policy is HitPolicy.FIRST
    assert table.rules[0].tests[0].text == "< 6"


NEWEST = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def test_a_place_in_a_text_is_one_in_the_file() -> None:
    text = f'<definitions xmlns="{NEWEST}" namespace="n" name="m"><decision name="d"><literalExpression><text>'
    model = dmn.read_bytes((text + "1 &lt; 2\n  + 3</text></literalExpression></decision></definitions>").encode(), "m")
    (literal,) = expressions(model)
    assert literal.where(1, 5) == Place("m", 1, len(text) + 8)  # type: ignore[attr-defined]
    assert literal.where(2, 3) == Place("m", 2, 3)  # type: ignore[attr-defined]


def test_a_parameter_that_a_knowledge_model_does_not_have_is_told_before_it_runs(tmp_path: Path) -> None:
    path = tmp_path / "called.dmn"
    calls = making.decision("D", making.literal("f(m: 1) + f(n: 2)"), knows=("f",))
    path.write_text(making.text(making.function("f", "n", making.literal("n + 1")), calls), encoding="utf-8")
    (found,) = check(path)
    assert (found.code, found.message) == ("FE204", "«m» is not a parameter of «f»")
