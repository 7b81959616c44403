"""The project's word about itself: what the documents say of the tree is so."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from docs import picture, pictures

ROOT = Path(__file__).parents[2]
TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
).stdout.splitlines()
TEXTS = [path for path in TRACKED if Path(path).suffix in {".py", ".md", ".toml", ".yaml", ".lock", ".sh", ""}]


def test_structure_names_every_package() -> None:
    page = (ROOT / "docs/structure.md").read_text()
    packages = {
        path.parts[2] for path in map(Path, TRACKED) if path.parts[:2] == ("src", "bridgehead") and len(path.parts) > 3
    }
    assert packages
    assert [name for name in sorted(packages) if f"\n  {name}/" not in page] == []


def test_make_targets_in_the_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in ("README.md", "CONTRIBUTING.md"):
        named = set(re.findall(r"\bmake ([a-z-]+)", "\n".join(_code(ROOT / page))))
        assert named, page
        assert named <= targets, page


def test_make_test_and_the_drill_together_leave_no_test_out() -> None:
    """What the daily loop leaves out is run by another target that `make test`, and so CI, needs; slow tests other than
    those of backups, by the drill.
    """
    makefile = (ROOT / "Makefile").read_text()
    recipes = dict(re.findall(r"^([a-z-]+):[^=\n]*\n((?:\t.*\n)+)", makefile, re.MULTILINE))
    needs = dict(re.findall(r"^([a-z-]+): ([a-z ]+)", makefile, re.MULTILINE))
    runs = {target: each for target, recipe in recipes.items() for each in re.findall(r"-m pytest(.*)", recipe)}
    shared = " -n auto --dist worksteal --ignore=tests/spark --ignore=tests/browser"
    assert {"check", "unit"} <= {*needs["test"].split()}
    assert " postgres STORES=" in recipes["test"]
    assert recipes["test"].endswith(" browser beside\n")
    assert "postgres" in needs["drill"].split()
    assert {"spark", "processes"} <= {*needs["beside"].split()}
    assert "slow" in needs["drill"].split()
    assert runs["unit"] == f'{shared} -m "not slow"'
    assert runs["slow"] == f"{shared} -m slow"
    assert runs["spark"] == " tests/spark"
    assert runs["browser"] == " tests/browser"
    assert (ROOT / ".ci/run").read_text().endswith("\nmake test\n")


def _code(page: Path) -> list[str]:
    text = page.read_text()
    return re.findall(r"```.*?```", text, re.DOTALL) + re.findall(r"`[^`\n]+`", text)


def test_links_between_documents_lead_somewhere() -> None:
    for path in TRACKED:
        if path.endswith(".md") and not path.startswith("rulebooks/"):
            page = ROOT / path
            for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
                assert (page.parent / target).exists(), f"{path} links to {target}"


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lists = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    page = (ROOT / "docs/decisions/0002-dependencies.md").read_text()
    names = {re.split(r"[\[<>=]", requirement)[0] for requirements in lists for requirement in requirements}
    assert [name for name in sorted(names) if name not in page] == []


@pytest.mark.parametrize("path", [path for path in TRACKED if path.startswith("src/")])
def test_no_city_in_the_source(path: str) -> None:
    assert re.search(r"datong|大同", (ROOT / path).read_text(errors="ignore"), re.IGNORECASE) is None


def test_no_address_of_a_package_index() -> None:
    hosts = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com"]
    found = [(path, host) for path in TEXTS for host in hosts if host in (ROOT / path).read_text(errors="ignore")]
    assert found == []


def test_locks_carry_hashes_and_no_addresses() -> None:
    locks = [path for path in TRACKED if path.endswith(".lock")]
    assert "requirements.lock" in locks
    for path in locks:
        text = (ROOT / path).read_text()
        assert text.count("--hash=sha256:") >= text.count("==") > 0, path
        assert "://" not in text, path


def test_rule_code_never_asks_for_the_time() -> None:
    asks = re.compile(r"\b(datetime\.now|date\.today|time\.time|utcnow)\b")
    sources = [path for path in TRACKED if path.startswith("src/") and path.endswith(".py")]
    found = [path for path in sources if asks.search((ROOT / path).read_text())]
    assert found == ["src/bridgehead/primitives/moment.py"], "the one clock, which is passed in"


@pytest.mark.parametrize("path", [path for path in TRACKED if path.startswith("src/") and path.endswith(".py")])
def test_every_mistake_says_what_was_expected(path: str) -> None:
    """The standard of CONTRIBUTING.md, as far as the call shows it: `Mistake(code, found, place, expected, ...)`."""
    calls = [node for node in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(node, ast.Call)]
    made = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Mistake"]
    said = [call for call in made if len(call.args) > 3 or any(key.arg == "expected" for key in call.keywords)]
    assert [call.lineno for call in made if call not in said] == []


@pytest.mark.parametrize(("page", "language"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_a_readme_shows_the_faces_and_the_front_page_in_its_language_and_small(page: str, language: str) -> None:
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+\.png)\)", (ROOT / page).read_text())
    assert shown == [f"docs/pictures/{face}.{language}.png" for face in pictures.FACES]
    for each in shown:
        content = (ROOT / each).read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) < 150_000


def test_the_drawn_picture_loads_nothing_from_elsewhere() -> None:
    assert re.findall(r"!\[[^\]]+\]\(([^)]+\.svg)\)", (ROOT / "README.md").read_text()) == ["docs/demo.svg"]
    text = (ROOT / "docs/demo.svg").read_text()
    assert re.findall(r"https?://[^\s\"']+", text.replace('xmlns="http://www.w3.org/2000/svg"', "")) == []
    assert re.findall(r"@import|@font-face|url\(|href|<script|<image", text) == []


def test_the_picture_shows_what_the_demo_prints() -> None:
    drawn = re.findall(r">([^<]+)</text>", (ROOT / "docs/demo.svg").read_text())
    lines = picture.shown()
    rewards = [(line.split()[0], line.split()[-1]) for line in lines if re.search(r"[\d,]+\.\d\d$", line)][:-1]
    assert len(rewards) == 6
    places = [(drawn.index(number), amount) for number, amount in rewards]
    assert [amount for at, amount in places if amount not in drawn[at : at + 4]] == []
    assert drawn[-1] == lines[-1]
