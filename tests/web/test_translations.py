"""Every text of a page stands in both languages: English in the templates, Chinese in the catalogue."""

import ast
import gettext
import re
import subprocess
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

WEB = Path("src/bridgehead/web")
CATALOGUE = WEB / "locale/zh_Hans/LC_MESSAGES/django.po"
SAID = re.compile(r"""\b(?:_|gettext|ngettext|pgettext)\((u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))""")
CHINESE = re.compile("[\u4e00-\u9fff\u3001]")
BETWEEN_TAGS = re.compile(r">([^<>{}]*[A-Za-z\u4e00-\u9fff][^<>{}]*)<")
TEMPLATES = sorted(path for path in WEB.rglob("templates/**/*.html") if "account" not in path.parts)


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory) -> gettext.GNUTranslations:
    made = tmp_path_factory.mktemp("texts") / "django.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", made, CATALOGUE], check=True)
    assert made.read_bytes() == CATALOGUE.with_suffix(".mo").read_bytes(), "make translations"
    with made.open("rb") as file:
        return gettext.GNUTranslations(file)


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_each_text_of_a_template_has_its_chinese(template: Path, chinese: gettext.GNUTranslations) -> None:
    texts = [ast.literal_eval(found[1]) for found in SAID.finditer(templatize(template.read_text()))]
    said = {text: {chinese.gettext(text), chinese.ngettext(text, text, 1)} for text in texts}
    assert [text for text, found in said.items() if not any(map(CHINESE.search, found))] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_no_text_stands_in_a_template_in_one_language_alone(template: Path) -> None:
    bare = re.sub(
        r"<kbd>.</kbd>|{%\s*blocktranslate.*?endblocktranslate\s*%}|{%.*?%}|{{.*?}}",
        "",
        template.read_text(),
        flags=re.DOTALL,
    )
    assert BETWEEN_TAGS.findall(bare) == []
