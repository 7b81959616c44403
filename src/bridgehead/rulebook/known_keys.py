"""Which keys a schema knows at a path, so that an unknown one can be told the nearest."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo

from bridgehead.documents.document import Path
from bridgehead.rulebook.schema import Part


def known_keys(schema: Any, path: Path) -> tuple[str, ...]:
    """The keys at a path, those of all branches of a union together, in their order."""
    return tuple(dict.fromkeys(str(field.alias) for field in _fields(schema, path)))


def needed_keys(schema: Any, path: Path) -> tuple[str, ...]:
    """The keys that must be there at a path."""
    return tuple(dict.fromkeys(str(field.alias) for field in _fields(schema, path) if field.is_required()))


def _fields(schema: Any, path: Path) -> list[FieldInfo]:
    annotations = [schema]
    for step in path:
        annotations = [inner for annotation in annotations for inner in _inside(annotation, step)]
    parts = [part for annotation in annotations for part in _parts(annotation)]
    return [field for part in parts for field in part.model_fields.values()]


def _inside(annotation: Any, step: object) -> Iterator[Any]:
    """The annotations of what stands under a key or position."""
    for part in _parts(annotation):
        yield from (field.annotation for field in part.model_fields.values() if field.alias == step)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        yield arguments[0]
    elif origin is dict:
        yield arguments[1]
    elif origin is not None:
        for argument in arguments:
            yield from _inside(argument, step)


def _parts(annotation: Any) -> Iterator[type[Part]]:
    """The parts that a value of this annotation can be: itself, or the branches of a union."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    elif get_origin(annotation) not in (tuple, dict, None):
        for argument in get_args(annotation):
            yield from _parts(argument)
