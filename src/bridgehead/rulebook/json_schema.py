"""JSON Schema of every file of a rulebook, so that editors complete and check it while it is written.

Generated from the models that load a rulebook. A schema cannot say everything: `bridgehead check` has the last word.
"""

from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bridgehead.rulebook.calendars import Arrangement
from bridgehead.rulebook.kind import Kind
from bridgehead.rulebook.load import FIXED
from bridgehead.rulebook.validation import adapter

DIALECT = GenerateJsonSchema.schema_dialect


def json_schemas(kinds: Mapping[str, Kind[Any]]) -> dict[str, JsonSchemaValue]:
    """A schema for each fixed file, by its name without suffix, for calendars and instruments by the first key."""
    models = {file.removesuffix(".yaml"): schema for file, schema in FIXED.items()}
    models["calendar"] = Arrangement
    models |= {name: kind.schema for name, kind in kinds.items()}
    return {name: {"$schema": DIALECT, **_schema(model)} for name, model in models.items()}


def _schema(model: Any) -> JsonSchemaValue:
    return adapter(model).json_schema(by_alias=True, schema_generator=_AsWritten)


class _AsWritten(GenerateJsonSchema):
    """What may be written: a key that is optional is left out, and never stands with nothing."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False
