"""The forms in which a model is written, by the suffix of its file; a file of any other suffix is read as XML."""

from collections.abc import Mapping
from typing import Literal

Form = Literal["dmn", "yaml", "xlsx"]
FORMS: Mapping[str, Form] = {".dmn": "dmn", ".yaml": "yaml", ".yml": "yaml", ".xlsx": "xlsx"}
