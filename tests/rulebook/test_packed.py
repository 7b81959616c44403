"""A packed rulebook is unpacked as it was, by whoever asks, also at once and after a write that was broken off."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from bridgehead.rulebook import packed
from tests.forms import RULEBOOKS, TOURISM

FILES = packed.pack(RULEBOOKS / TOURISM)
AT_ONCE = 8


def test_several_who_ask_at_once_all_find_it_whole(tmp_path: Path) -> None:
    together = Barrier(AT_ONCE)

    def ask(_: int) -> bytes:
        together.wait()
        return packed.pack(packed.unpack(FILES, tmp_path))

    with ThreadPoolExecutor(AT_ONCE) as several:
        assert set(several.map(ask, range(AT_ONCE))) == {FILES}
    assert [folder.name for folder in tmp_path.iterdir()] == [packed.name(FILES)]


def test_what_a_power_cut_broke_off_is_written_anew(tmp_path: Path) -> None:
    folder = packed.unpack(FILES, tmp_path)
    (folder / "about.yaml").write_bytes(b"")
    (folder / "notice.md").unlink()
    assert packed.pack(packed.unpack(FILES, tmp_path)) == FILES
    assert [folder.name for folder in tmp_path.iterdir()] == [packed.name(FILES)]
