"""Any notice can be tried by anybody: it is read, nothing of it is kept, and nothing in it does any harm."""

import io
import logging
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bridgehead.ledger import models
from bridgehead.queries.tried import NO_MATTER, REASONS
from bridgehead.rulebook.figures import find, words
from bridgehead.rulebook.pasted import MOST_SIGNS
from bridgehead.web.portal.made_up_notice import MADE_UP
from tests.cli.calling import bridgehead

pytestmark = pytest.mark.django_db

NOTICE = "一、奖励\n资金共45万元：对前3趟每趟奖励10万元，对前3趟每趟奖励5万元。\n"


def said(page: bytes) -> str:
    """The words of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())


def test_figures_are_underlined_and_added_up_and_a_rulebook_is_sketched() -> None:
    page = Client().post("/en/try/", {"text": NOTICE, "go": "look"}).content
    assert page.decode().count('<mark class="figure">') == 5
    assert "3 × 10万元 + 3 × 5万元 CNY 450,000 45万元 agrees" in said(page)
    assert "rulebook: sketch" in said(page)
    assert "## 1 奖励" in said(page)


def test_one_click_shows_an_example_that_is_marked_as_made_up() -> None:
    page = Client().get("/en/try/?example").content
    assert "nobody published it" in said(page)
    assert said(page).count("agrees") == 4
    assert said(page).count("differs") == 1


def test_the_sketch_is_taken_as_files_that_check_reads(tmp_path: Path) -> None:
    answer = Client().post("/try/", {"text": MADE_UP, "go": "take"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="sketch.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        packed.extractall(tmp_path)
    assert bridgehead("check", str(tmp_path / "sketch")).exit_code == 0


def test_a_file_is_read_in_either_encoding_and_can_be_put_right_in_the_form() -> None:
    for encoding in ("utf-8", "gb18030", "utf-16"):
        file = SimpleUploadedFile("notice.txt", NOTICE.encode(encoding))
        page = Client().post("/try/", {"text": "", "file": file}).content.decode()
        assert "对前3趟每趟奖励10万元" in page.partition("<textarea")[2], encoding


def test_what_is_pasted_is_shown_as_text_and_can_do_nothing(tmp_path: Path) -> None:
    hostile = '<script>alert(1)</script> {{ 7 }} "}, x: !!map\n一、</code></pre><img src=x onerror=y>3名\n# x\n'
    page = Client().post("/try/", {"text": hostile}).content.decode()
    assert page.count("<script") == 1
    assert "<img src=x" not in page
    assert "{{ 7 }}" in page
    answer = Client().post("/try/", {"text": hostile, "go": "take"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        packed.extractall(tmp_path)
    checked = bridgehead("check", str(tmp_path / "sketch"))
    assert checked.exit_code == 0, checked.output


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("", 422, "CV002"),
        ("一" * (MOST_SIGNS + 1), 413, "CV003"),
        ("3名\x07", 422, "CV005"),
        ("3、" * 3001, 413, "CV007"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_code(text: str, status: int, code: str) -> None:
    for language, words_of_it in (("", "没有能够读取"), ("/en", "It could not be read:")):
        answer = Client().post(f"{language}/try/", {"text": text})
        assert answer.status_code == status
        assert words_of_it in said(answer.content)
        assert code in said(answer.content)


def test_a_file_that_is_no_text_or_too_large_is_told_with_its_code() -> None:
    for content, code in ((b"\x89PNG\r\n\xff\xfe\xff", "CV004"), (b"x" * 100_001, "CV006")):
        answer = Client().post("/en/try/", {"file": SimpleUploadedFile("picture.png", content)})
        assert answer.status_code in (413, 422)
        assert code in said(answer.content)


def test_nothing_of_it_is_kept_or_logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.DEBUG):
        Client().post("/try/", {"text": "secret-notice 共45万元"})
        Client().post("/try/", {"text": "secret-notice\x00"})
    captured = capfd.readouterr()
    assert "secret-notice" not in caplog.text + captured.out + captured.err
    assert not models.Event.objects.exists()


def test_every_reason_for_which_a_numeral_is_no_figure_is_told_in_both_languages() -> None:
    known = {reason for reason, _ in words.NOT_FIGURES} | {words.NO_UNIT, words.ARTICLE}
    texts = [path.read_text("utf-8") for path in Path("rulebooks").glob("*/*/notice.md")]
    met = {each.reason for text in texts for each in find(text).passed_over}
    assert known | met <= {*REASONS} | NO_MATTER


def test_the_front_page_and_the_foot_of_every_page_lead_there() -> None:
    assert Client().get("/en/").content.decode().count('href="/en/try/"') == 2
