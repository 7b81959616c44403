"""A model from a file, with the models that it imports, ready to run."""

from functools import lru_cache
from pathlib import Path

from bridgehead.dmn.graph import is_model
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.model import Import, Model
from bridgehead.dmn.read import load as load_bytes
from bridgehead.dmn.read import read_all, read_bytes
from bridgehead.dmn.run import Decisions
from bridgehead.primitives.errors import BridgeheadError, Place

MAX_MODELS = 500  # that a file imports, directly or not
MAX_FILES = 200  # of a folder, looked through for an import that says no place


def load(path: Path | str, *, lenient: bool = False) -> Decisions:
    """The decisions of a file. What it imports is read from where the import says, or else from the files beside it.

    The same bytes are compiled once. Raises BridgeheadError: DM001 to DM010 and DM027 for the file and what it
    imports.
    """
    return _compiled(tuple(files(Path(path))), lenient)


def files(path: Path) -> list[tuple[str, bytes]]:
    """The file and all that it imports, directly or not, as names and bytes; the file itself comes first.

    What no import says the place of is looked for beside the file, once all else is read. Where several models there
    have the namespace, all of them are given. Raises BridgeheadError: DM001 to DM005 for any of them, DM004 also where
    they are more than MAX_MODELS; DM027 for an import whose place is outside of the file's folder.
    """
    found: dict[Path, tuple[str, bytes]] = {}
    namespaces: set[str] = set()
    waiting, unplaced = [path], list[str]()
    beside: dict[str, list[Path]] = {}
    while waiting or unplaced:
        if not waiting:
            beside = beside or _beside(path)
            namespace = unplaced.pop(0)
            waiting += [] if namespace in namespaces else beside.get(namespace, [])
            continue
        here = waiting.pop()
        if here.resolve() not in found:
            if len(found) > MAX_MODELS:
                raise BridgeheadError(
                    [mistake("DM004", Place.whole(str(path)), limit=f"{MAX_MODELS} models to import")]
                )
            found[here.resolve()] = str(here), load_bytes(here)
            model = _told(*found[here.resolve()])
            namespaces.add(model.namespace)
            for one in filter(is_model, model.imports):
                place = _said(one, here, path.parent)
                if place is not None and place.is_file():
                    waiting.append(place)
                else:
                    unplaced.append(one.namespace)
    return list(found.values())


def _said(one: Import, here: Path, folder: Path) -> Path | None:
    """The place that an import says, in the folder or below: a model may come from anywhere, and opens no file else."""
    if not one.location or "://" in one.location:
        return None
    place = here.parent / one.location
    if not place.resolve().is_relative_to(folder.resolve()):
        raise BridgeheadError([mistake("DM027", one.place, found=one.location)])
    return place


def _beside(path: Path) -> dict[str, list[Path]]:
    """The models of the same folder by namespace; files that cannot be read are none."""
    found: dict[str, list[Path]] = {}
    for one in sorted(path.parent.glob("*.dmn"))[:MAX_FILES]:
        try:
            found.setdefault(_told(str(one), load_bytes(one)).namespace, []).append(one)
        except BridgeheadError:
            continue
    return found


@lru_cache(maxsize=64)
def _told(file: str, data: bytes) -> Model:
    """A model as far as it can be read: its namespace, and what it imports."""
    return read_all(data, file)[0]


@lru_cache(maxsize=64)
def _read(file: str, data: bytes) -> Model:
    return read_bytes(data, file)


@lru_cache(maxsize=64)
def _compiled(found: tuple[tuple[str, bytes], ...], lenient: bool) -> Decisions:
    main, *imported = (_read(file, data) for file, data in found)
    return Decisions(main, imported, lenient=lenient)
