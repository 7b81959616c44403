"""A table of observations as SDMX-ML 2.1 (ISO 17369): the structure, and the data that refer to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import sdmx
from sdmx import message
from sdmx.model import common
from sdmx.model import v21 as model

TIME, VALUE, AGENCY = "time_period", "value", "BRIDGEHEAD"


@dataclass(frozen=True, slots=True)
class Flow:
    """What is observed: `dimensions` say of what each row is, its `time_period` of when, and its `value` how much.

    Every other column is an attribute of the observation.
    """

    name: str
    dimensions: Sequence[str]
    prepared: datetime

    def data(self, table: pa.Table) -> bytes:
        """The observations of a table; a row without a value is none."""
        structure = self._structure(table.column_names)
        found = model.StructureSpecificDataSet(structured_by=structure)
        rows = table.filter(pa.compute.is_valid(table[VALUE])).to_pylist()
        found.add_obs([self._observed(row, structure) for row in rows])
        told = message.DataMessage(
            data=[found],
            dataflow=self._dataflow(structure),
            observation_dimension=model.AllDimensions,
            header=self._header(),
        )
        return _written(told)

    def structure(self, columns: Sequence[str]) -> bytes:
        """What the data refer to, for a table of these columns."""
        structure = self._structure(columns)
        told = message.StructureMessage(header=self._header())
        told.add(_concepts(columns))
        told.add(structure)
        told.add(self._dataflow(structure))
        return _written(told)

    def _structure(self, columns: Sequence[str]) -> Any:
        concepts = _concepts(columns)
        made = model.DataStructureDefinition(id=_id(self.name), version="1.0", maintainer=_agency())
        for order, name in enumerate([*self.dimensions, TIME]):
            kind = model.TimeDimension if name == TIME else model.Dimension
            made.dimensions.append(kind(id=_id(name), concept_identity=concepts[_id(name)], order=order))
        made.measures.append(model.PrimaryMeasure(id="OBS_VALUE", concept_identity=concepts[_id(VALUE)]))
        for name in columns:
            if name not in (*self.dimensions, TIME, VALUE):
                of_each, concept = model.PrimaryMeasureRelationship(), concepts[_id(name)]
                made.attributes.append(common.DataAttribute(id=_id(name), concept_identity=concept, related_to=of_each))
        return made

    def _observed(self, row: dict[str, object], structure: Any) -> Any:
        said = {_id(name): value for name, value in row.items() if name not in (*self.dimensions, TIME, VALUE)}
        return model.Observation(
            dimension=structure.make_key(common.Key, {_id(name): row[name] for name in (*self.dimensions, TIME)}),
            value=_text(row[VALUE]),
            value_for=structure.measures[0],
            attached_attribute={
                name: model.AttributeValue(value=_text(value), value_for=structure.attributes.get(name))
                for name, value in said.items()
                if value is not None
            },
        )

    def _dataflow(self, structure: Any) -> Any:
        return model.DataflowDefinition(id=_id(self.name), version="1.0", maintainer=_agency(), structure=structure)

    def _header(self) -> Any:
        return message.Header(id=_id(self.name), prepared=self.prepared, sender=_agency())


def _agency() -> Any:
    return model.Agency(id=AGENCY)


def _concepts(columns: Sequence[str]) -> Any:
    scheme = model.ConceptScheme(id="CONCEPTS", version="1.0", maintainer=_agency())
    for name in columns:
        scheme.append(model.Concept(id=_id(name), name=name))
    return scheme


def _written(told: Any) -> bytes:
    return bytes(sdmx.to_xml(told, pretty_print=True))


def _id(name: str) -> str:
    """SDMX names things by capital letters, digits and underscores."""
    return name.replace(" ", "_").replace("-", "_").upper()


def _text(value: object) -> str:
    """A number as briefly as it can be written, and exactly."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
