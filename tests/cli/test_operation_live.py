"""How an operation runs live, as its file says it: mistakes are told where they stand."""

from pathlib import Path

import pytest

from tests.cli.calling import ROOT, bridgehead
from tests.cli.test_swing import altered, ramp

__all__ = ["ramp"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("of: turning speed, unit: deg/min", "of: turning speed, unit: deg", "OP107 «deg» for the turning speed"),
        ("range: [-2, 155]", "range: [155, -2]", "OP108 a range from 155 to -2; expected the lesser first"),
        ("unit: deg, rate: 50 Hz", "unit: deg, rate: 1 Hz", "OP109 stale after 0.5 s at 1 Hz; expected the time of"),
        ("rate: 2 Hz", "rate: 2 s", "OP101 «2 s»; expected a quantity as in 50 Hz"),
        (
            "change of: angle, over: 10 s",
            "change of: angle",
            "OP110 a derived figure that is made in no way, or in two",
        ),
        ("      red: buffer > 5\n", "", "OP111 an alarm without a level; expected «yellow» or «red», as FEEL"),
        ("    buffer:\n      {l", "    margin:\n      {l", "OP112 the channel «margin», which is a figure of every"),
        ("change of: angle,", "change of: angel,", "OP113 no channel «angel»; expected one of angle, turning"),
        ("of: turning speed, unit: deg/min", "unit: deg/min", "which no channel measures; expected of: turning speed"),
        ("of: pull right", "of: pull left", "OP115 the pull left again, which «left pull» measures"),
        ("red: margin < 15", "red: margin - 15", "OP116 «margin - 15» gives number; expected true or false"),
        ("red: margin < 15", "red: '@\"2023-01-01\" < today()'", "OP117 «today()» asks the clock, which no rule does"),
        ("red: margin < 15", "red: margn < 15", "did you mean «margin»?"),
        ("for: [faster], when", "for: [stop], when", "start, faster, inch"),
        ("    fix:\n", "    fx:\n", "did you mean «fix»?"),
        ("tip: {label", "tip: {at: 'http://a/b; img-src *', label", "OP118 «http://a/b; img-src *» for a camera"),
        (
            "tip: {label",
            "tip: {at: 'http://me:word@a/b', label",
            "OP118 «http://me:word@a/b» for a camera; expected an",
        ),
    ],
)
def test_a_file_that_is_wrong_says_what_and_where(ramp: Path, old: str, new: str, told: str) -> None:
    result = bridgehead("check", str(altered(ramp, old, new).parent))
    assert result.exit_code == 1
    assert told in result.output
    assert "ramp-a.yaml:" in result.output


def test_thresholds_are_measured_against_the_notice_where_they_cite_it(ramp: Path) -> None:
    assert bridgehead("check", "--strict", str(ramp.parent)).exit_code == 0
    cited = altered(ramp, "      red: buffer > 5\n", "      red: buffer > 5\n      cites: notice.md#4\n")
    result = bridgehead("check", "--strict", str(cited.parent))
    assert result.exit_code == 1
    assert "CV1" in result.output


def test_the_page_for_authors_shows_a_part_that_is_sound(tmp_path: Path) -> None:
    blocks = (ROOT / "docs/authors/operations.md").read_text(encoding="utf-8").split("```yaml\n")[1:]
    assert len(blocks) == 2
    (tmp_path / "small-ramp.yaml").write_text("".join(each.partition("```")[0] for each in blocks), encoding="utf-8")
    about = (ROOT / "rulebooks/datong/flyover-ramp-a/about.yaml").read_text(encoding="utf-8")
    (tmp_path / "about.yaml").write_text(about.split("not_covered")[0], encoding="utf-8")
    (tmp_path / "notice.md").write_text("# Made up\n\n## 1 Rotation\n\nMade up.\n", encoding="utf-8")
    result = bridgehead("check", str(tmp_path))
    assert result.exit_code == 0, result.output
