"""A request that is not as the interface is described: each place in it, what stands there, what was expected, and the
nearest right word. What the description does not name is refused too, and not passed over.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, get_args

from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError as NotDescribed
from ninja.errors import ValidationErrorContext
from ninja.openapi.schema import OpenAPISchema
from pydantic import BaseModel, ConfigDict, ValidationError, ValidatorFunctionWrapHandler
from pydantic_core import PydanticCustomError

from bridgehead.primitives.errors import LONGEST, nearest
from bridgehead.primitives.words import Phrase
from bridgehead.web.api import problems

EXPECTED: Mapping[str, Phrase] = {
    "missing": Phrase("必填", "a value"),
    "extra_forbidden": Phrase("以下之一：{known}", "one of {known}"),
    "given_twice": Phrase("只出现一次", "it once"),
    "string_type": Phrase("文本", "a text"),
    "bool_type": Phrase("true 或 false", "true or false"),
    "bool_parsing": Phrase("true 或 false", "true or false"),
    "int_type": Phrase("整数", "a whole number"),
    "int_parsing": Phrase("整数", "a whole number"),
    "int_parsing_size": Phrase("较小的整数", "a smaller whole number"),
    "int_from_float": Phrase("整数", "a whole number"),
    "dict_type": Phrase("按名称列出的值", "values by their names"),
    "model_type": Phrase("按名称列出的值", "values by their names"),
    "model_attributes_type": Phrase("按名称列出的值", "values by their names"),
    "list_type": Phrase("列表", "a list"),
    "too_short": Phrase("至少 {min_length} 项", "{min_length} or more"),
    "too_long": Phrase("最多 {max_length} 项", "at most {max_length}"),
    "string_too_long": Phrase("最多 {max_length} 个字符", "at most {max_length} signs"),
    "literal_error": Phrase("以下之一：{known}", "one of {known}"),
    "greater_than": Phrase("大于 {gt} 的数", "a number above {gt}"),
    "greater_than_equal": Phrase("不小于 {ge} 的数", "a number of {ge} or more"),
    "less_than": Phrase("小于 {lt} 的数", "a number below {lt}"),
    "less_than_equal": Phrase("不大于 {le} 的数", "a number of {le} at most"),
    "decimal_max_digits": Phrase("最多 {max_digits} 位数字", "at most {max_digits} digits"),
    "decimal_whole_digits": Phrase("小数点前最多 {whole_digits} 位", "at most {whole_digits} digits before the point"),
    "decimal_max_places": Phrase("最多 {decimal_places} 位小数", "at most {decimal_places} digits after the point"),
    "decimal_parsing": Phrase("数", "a number"),
    "decimal_type": Phrase("数", "a number"),
    "finite_number": Phrase("有限的数", "a number that is finite"),
    "filled_in": Phrase(
        "文本、整数、true 或 false，或者文本的列表", "a text, a whole number, true or false, or a list of texts"
    ),
    "day": Phrase("日期，例如 2023-10-16", "a day, as in 2023-10-16"),
    "moment": Phrase("带时区的时间，例如 2023-10-16T08:00:00Z", "a moment with its zone, as in 2023-10-16T08:00:00Z"),
}
"""What was expected in a place of a request, by the kind of the error."""
OTHERWISE = Phrase("接口说明中的形式", "what the description of the interface says")
OF_DAYS, OF_MOMENTS = ("date_",), ("datetime_", "timezone_")
"""How the kinds begin that all say the same."""

MOST = 100
LITERALS = re.compile("'([^']*)'")


class Sent(Schema):
    """What a program sends."""

    model_config = ConfigDict(extra="forbid")


class OneMistake(Schema):
    """`at` is its place in the request, in the body of JSON or in a file; `nearest` is what was probably meant."""

    code: str
    at: str
    message: str
    expected: str
    nearest: str | None


class Problem(Schema):
    """What is wrong. Of what is filled in `fields` says it beside each field, in both languages."""

    type: str
    title: str
    status: int
    mistakes: list[OneMistake]
    fields: dict[str, list[dict[str, str]]] | None = None


def filled_in(given: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """A value of a field, of which one mistake is told and not one for each type that it could have."""
    try:
        return handler(given)
    except ValidationError as error:
        raise PydanticCustomError("filled_in", "a value of a field") from error


class Interface(NinjaAPI):
    """The interface, whose mistakes keep what was found and which names are known beside it."""

    def get_openapi_schema(self, **named: Any) -> OpenAPISchema:
        """With what every operation answers to what is wrong."""
        found = super().get_openapi_schema(**named)
        told = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        found["components"]["schemas"] |= {**told.pop("$defs"), "Problem": told}
        content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for path in found["paths"].values():
            for operation in path.values():
                operation["responses"]["default"] = {"description": "What is wrong (RFC 9457)", "content": content}
        return found

    def validation_error_from_error_contexts(self, error_contexts: list[ValidationErrorContext[Any]]) -> NotDescribed:
        told = super().validation_error_from_error_contexts(error_contexts).errors
        found = (
            (context.model, each) for context in error_contexts for each in context.pydantic_validation_error.errors()
        )
        return NotDescribed(
            [
                {**error, "input": each["input"], "known": _known(model, each)}
                for error, (model, each) in zip(told, found, strict=True)
            ]
        )


def named_alone(run: Callable[..., Any]) -> Callable[..., Any]:
    """Around an operation, which then refuses the parameters and the parts of a form that it does not name, or that are
    given twice.
    """
    operation: Any = run.__self__  # type: ignore[attr-defined]
    resolved = operation._get_values

    def values(request: HttpRequest, *path: Any) -> Any:
        unnamed = [*_unnamed(request, operation)]
        try:
            found = resolved(request, *path)
        except NotDescribed as error:
            raise NotDescribed([*unnamed, *error.errors]) from error
        if unnamed:
            raise NotDescribed(unnamed)
        return found

    operation._get_values = values
    return run


def _unnamed(request: HttpRequest, operation: Any) -> Iterator[dict[str, Any]]:
    for source, given in (("query", request.GET), ("form", request.POST), ("file", request.FILES)):
        models = [model for model in operation.models if model.__ninja_param_source__ == source]
        if source != "query" and not models:
            continue
        known = [name for model in models for name in getattr(model, "__ninja_flatten_map__", model.model_fields)]
        for name, values in given.lists():
            if name not in known:
                yield {"type": "extra_forbidden", "loc": (source, name), "input": name, "known": known}
            elif len(values) > 1:
                yield {"type": "given_twice", "loc": (source, name), "input": name, "known": []}


def of_form(errors: Sequence[Mapping[str, Any]]) -> problems.Problem:
    """The first hundred of them, so that no request brings an answer that is far larger."""
    title = Phrase("请求与接口说明不符", "the request is not of the form that is described")
    return {"title": title, "status": 422, "mistakes": [_mistake(each) for each in errors[:MOST]]}


def _mistake(error: Mapping[str, Any]) -> dict[str, Any]:
    source, *rest = (str(part)[:LONGEST] for part in error["loc"])
    at = [source, *(rest[1:] if source == "body" else rest)]  # without what the operation itself calls the body
    place, known = ".".join(at[1:]) or source, error["known"]
    message = Phrase(f"“{place}”与接口说明不符", f"«{place}» is not of the form that is described")
    word = error["input"]
    if error["type"] == "extra_forbidden":
        message, word = Phrase(f"没有“{place}”这一项", f"«{place}» is not known here"), at[-1]
    if error["type"] == "given_twice":
        message = Phrase(f"“{place}”出现了不止一次", f"«{place}» is given more than once")
    near = nearest(str(word)[:LONGEST], known) if known else None
    return {"code": "AC041", "at": ".".join(at), "message": message, "expected": _expected(error), "nearest": near}


def _expected(error: Mapping[str, Any]) -> Phrase:
    kind = str(error["type"])
    kind = "moment" if kind.startswith(OF_MOMENTS) else "day" if kind.startswith(OF_DAYS) else kind
    if kind == "extra_forbidden" and not error["known"]:
        return Phrase("不带任何参数", "none")
    said, with_ = EXPECTED.get(kind, OTHERWISE), {**error.get("ctx", {}), "known": ", ".join(error["known"])}
    return Phrase(said.zh.format_map(with_), said.en.format_map(with_))


def _known(model: type[BaseModel], error: Mapping[str, Any]) -> list[str]:
    """The words that are known where one is not: those of a closed list, or the names beside it."""
    if error["type"] == "literal_error":
        return LITERALS.findall(error["ctx"]["expected"])
    if error["type"] != "extra_forbidden":
        return []
    beside: Any = model
    for part in error["loc"][:-1]:
        if isinstance(part, str):
            beside = beside.model_fields[part].annotation
            beside = next((each for each in get_args(beside) if each is not type(None)), beside)
    return [*beside.model_fields]
