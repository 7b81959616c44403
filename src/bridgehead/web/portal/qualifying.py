"""Would I qualify? The conditions of an award, asked for what the reader types: no account, and nothing is stored."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead.instruments.award.reasons.wording import TO_BE_GIVEN
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.register import RECEIVED, Register, intake
from bridgehead.instruments.register.filled import read
from bridgehead.primitives.moment import now
from bridgehead.queries.gate import would_be
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.web.faces.in_force import award_of
from bridgehead.web.faces.questions import Question, given, questions


def qualify(request: HttpRequest, matter: str, name: str) -> HttpResponse:
    """The questions, and below them what each condition says of the answers. Sent as a form, so that no address and no
    log has what was typed.
    """
    rulebook, award, register = _award(matter, name)
    typed = given(request.POST)
    asked = _questions(rulebook, register, typed)
    about = {"matter": matter, "rulebook": rulebook, "award": award, "register": register, "questions": asked}
    if request.method != "POST":
        return render(request, "portal/qualify.html", about)
    wrong = [each for each in asked if each.wrong]
    if wrong:
        return render(request, "portal/qualify.html", {**about, "wrong": wrong}, status=422)
    answer = would_be(matter, name, {**_of_filing(rulebook, register), **typed})
    said = [each for each in answer.conditions if not (each.holds and each.needed == TO_BE_GIVEN)]
    return render(request, "portal/qualify.html", {**about, "answer": answer, "conditions": said})


def _of_filing(rulebook: Rulebook, register: Register) -> dict[str, object]:
    """What the service itself fills in of a claim, as if it came in now."""
    moment = now().astimezone(rulebook.about.zone).replace(tzinfo=None, microsecond=0)
    filled = {register.number: "0", RECEIVED: moment.isoformat()}
    return {name: value for name, value in filled.items() if name in register.fields}


def _award(matter: str, name: str) -> tuple[Rulebook, Award, Register]:
    rulebook, award = award_of(matter, name)
    register = rulebook.instruments["register", award.claims]
    assert isinstance(register, Register)
    return rulebook, award, register


def _questions(rulebook: Rulebook, register: Register, typed: Mapping[str, object]) -> list[Question]:
    """All that whoever files says and that is neither personal nor a file; none of it must be answered."""
    asked = {
        name
        for name in intake(register)
        if not register.fields[name].personal and register.fields[name].type not in ("files", "unit")
    }
    found = read(register, typed, zone=rulebook.about.zone)
    wrong = {name: found.mistakes[name] for name in typed if name in found.mistakes}
    return questions(register, typed, found.values, wrong, (), asked)
