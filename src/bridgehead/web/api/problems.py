"""Errors in their one shape: `application/problem+json` of RFC 9457, with the mistakes that were found."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from bridgehead.actions.refusal import RefusedFields
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.words import Phrase
from bridgehead.web.api.expected import in_chinese
from bridgehead.web.api.language import said
from bridgehead.web.faces.refused import why_not

STATUS: Mapping[str, int] = {
    "RG001": 404,
    "RG002": 404,
    "AC001": 403,
    "AC002": 409,
    "AC003": 409,
    "AC007": 409,
    "AC010": 400,
    "AC020": 409,
    "AC022": 403,
    "AC023": 409,
    "AC024": 409,
    "AC025": 409,
    "AC027": 409,
    "AC028": 409,
    "AC031": 409,
    "AC032": 409,
    "AC034": 404,
    "AC037": 409,
    "AC039": 409,
    "AC044": 409,
    "AC045": 409,
    "AC046": 409,
    "AC048": 409,
    "AC082": 409,
    "AC088": 409,
    "AC083": 409,
    "AC095": 409,
    "AC096": 409,
    "AC097": 404,
    "AW060": 404,
    "AC040": 403,
    "AC042": 400,
    "AC062": 413,
    "AC113": 403,
    "AC068": 404,
    "LG020": 500,
    "LG021": 500,
}
"""The status of a refusal by the code of its first mistake; 422 for all others."""

Problem = Mapping[str, Any]

NOT_THERE: Problem = {"title": Phrase("没有这一件", "no such record"), "status": 404, "mistakes": []}
UNKNOWN_CALLER: Problem = {
    "title": Phrase("需要令牌：“Authorization: Bearer ...”", "a token is needed, in «Authorization: Bearer ...»"),
    "status": 401,
    "mistakes": [],
}

SAID: Mapping[int, str] = {
    400: "请求不正确",
    401: "需要令牌",
    403: "无权办理",
    404: "没有这个地址",
    405: "这个地址不能这样请求",
    413: "请求太大",
    422: "请求的内容不正确",
    429: "请求太多，请稍后再试",
    500: "服务内部错误",
    503: "服务暂时不可用",
}
"""What a status says in Chinese."""

EXPECTED: Mapping[str, str] = {
    "missing": "必填",
    "string_type": "文本",
    "bool_type": "true 或 false",
    "bool_parsing": "true 或 false",
    "int_type": "整数",
    "int_parsing": "整数",
    "dict_type": "按名称列出的值",
    "list_type": "列表",
    "too_short": "更多项",
    "too_long": "更少项",
    "string_too_long": "更短的文本",
    "literal_error": "接口说明中列出的值",
    "greater_than": "大于 {gt} 的数",
    "greater_than_equal": "不小于 {ge} 的数",
    "less_than": "小于 {lt} 的数",
    "less_than_equal": "不大于 {le} 的数",
    "decimal_max_digits": "最多 {max_digits} 位数字",
    "decimal_max_places": "最多 {decimal_places} 位小数",
    "decimal_parsing": "数",
    "decimal_type": "数",
    "finite_number": "有限的数",
    "int_parsing_size": "较小的整数",
    "int_from_float": "整数",
    "date_from_datetime_parsing": "日期，例如 2023-10-16",
    "date_parsing": "日期，例如 2023-10-16",
    "date_type": "日期，例如 2023-10-16",
    "datetime_parsing": "时间，例如 2023-10-16T08:00:00Z",
    "datetime_from_date_parsing": "时间，例如 2023-10-16T08:00:00Z",
    "timezone_aware": "带时区的时间，例如 2023-10-16T08:00:00Z",
    "model_attributes_type": "按名称列出的值",
    "json_invalid": "JSON",
}
"""What was expected in a place of a request, in Chinese, by the kind of error."""


def of(error: BridgeheadError) -> Problem:
    """What is wrong: each mistake with its code, where it is, what was expected, and the nearest right thing. Texts
    have both languages until they are told.
    """
    mistakes = _of_fields(error) if isinstance(error, RefusedFields) else [_of_one(each) for each in error.mistakes]
    found: dict[str, Any] = {"title": mistakes[0]["message"], "mistakes": mistakes}
    if isinstance(error, RefusedFields):
        found["fields"] = {
            name: [{"zh": said.zh, "en": said.en} for said in each] for name, each in error.fields.items()
        }
    return found | {"status": STATUS.get(error.mistakes[0].code, 422)}


def _of_one(mistake: Mistake) -> dict[str, Any]:
    return {
        "code": mistake.code,
        "at": str(mistake.place or ""),
        "message": Phrase(why_not(mistake).zh, mistake.message),
        "expected": Phrase(in_chinese(mistake), mistake.expected),
        "nearest": mistake.nearest,
    }


def _of_fields(error: RefusedFields) -> list[dict[str, Any]]:
    """The same of what was filled in, of which what was expected is known in both languages."""
    expected = (Phrase(said.zh.rstrip("。"), said.en.rstrip(".")) for each in error.fields.values() for said in each)
    return [
        {**_of_one(each), "message": Phrase(f"“{each.place}”填写不正确", each.message), "expected": said}
        for each, said in zip(error.mistakes, expected, strict=True)
    ]


def of_form(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """What is not as the description of the interface says: each place in the request, and what was expected there."""
    mistakes = [
        {
            "code": "AC041",
            "at": ".".join(map(str, each["loc"])),
            "message": _not_described(".".join(map(str, each["loc"][1:]))),
            "expected": Phrase(
                EXPECTED.get(each["type"], "接口说明中的形式").format_map(each.get("ctx", {})), each["msg"]
            ),
            "nearest": None,
        }
        for each in errors
    ]
    title = Phrase("请求与接口说明不符", "the request is not of the form that is described")
    return {"title": title, "status": 422, "mistakes": mistakes}


def _not_described(place: str) -> Phrase:
    return Phrase(f"“{place}”与接口说明不符", f"«{place}» is not of the form that is described")


def of_status(status: int, title: Phrase | None = None) -> Problem:
    """What is said where nothing but the status is known."""
    plain = HTTPStatus(status).phrase.lower()
    return {"title": title or Phrase(SAID.get(status, plain), plain), "status": status, "mistakes": []}


def too_large(found: str, most: int) -> Problem:
    """AC062 of what is larger than `most` bytes."""
    bound = f"{most >> 20:,} MiB"
    return of(BridgeheadError([Mistake("AC062", found, None, f"at most {bound}", values={"most": bound})]))


def response(problem: Problem) -> HttpResponse:
    content = json.dumps({"type": "about:blank", **said(problem)}, ensure_ascii=False)
    answer = HttpResponse(content, status=problem["status"], content_type="application/problem+json")
    answer["Vary"] = "Accept-Language"
    return answer
