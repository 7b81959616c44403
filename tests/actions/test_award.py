"""An award runs its whole life: claims, a settlement, a second person, publicity with objections, one payment file."""

import hashlib
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.db import transaction

from bridgehead import __version__
from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.object import decide_objection, object_to
from bridgehead.actions.pay import pay
from bridgehead.actions.publish import publish as publish_places
from bridgehead.actions.publish_rulebook import publish_rulebook
from bridgehead.actions.send import send
from bridgehead.actions.settle import settle
from bridgehead.actions.submit import submit
from bridgehead.instruments.award.ledgered import TABLES
from bridgehead.instruments.register.messages import Language
from bridgehead.instruments.register.state import fold
from bridgehead.ledger import append, models
from bridgehead.ledger.beside import AtHand
from bridgehead.ledger.read import Database
from bridgehead.ledger.source import Stored
from bridgehead.primitives.actor import PUBLIC, Actor, ActorKind
from bridgehead.primitives.deadline import Term
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.queries.replay import Replayed, replay
from bridgehead.queries.verified import Verified, verified
from tests.cities import CLERK, TOURISM, accept, publish, submit_train
from tests.forms import PAYEE, RULEBOOKS, TRAIN
from tests.sound import misfits

pytestmark = pytest.mark.django_db

FILED = datetime(2023, 5, 22, 2, tzinfo=UTC)
SETTLED = datetime(2023, 10, 16, 2, tzinfo=UTC)
ON = date(2023, 10, 16)  # the day after the last day for claims
AFTER = datetime(2023, 11, 1, 2, tzinfo=UTC)
SUPERVISOR = Actor(ActorKind.STAFF, "made-up supervisor", frozenset({"supervisor"}))
TERM = Term.read("5 working days")


def _step(actor: Actor, at: datetime = SETTLED) -> Step:
    return Step(TOURISM, "special-train", actor, at)


def _file(day: int, *, accepted: bool = True) -> models.Record:
    """A claim for a train of more than 400 that was completed on a day of May."""
    number = submit_train(FILED, train_number=f"K{day}", completed_on=f"2023-05-{day:02}").number
    record = models.Record.objects.get(number=number)
    return accept(number, FILED) if accepted else record


@pytest.fixture(autouse=True)
def claims() -> Iterator[list[models.Record]]:
    """Four claims for three places, and one that nobody has accepted."""
    publish()
    found = [_file(day) for day in (8, 9, 10, 11)]
    _file(7, accepted=False)
    yield found
    assert misfits() == []


def _settled() -> models.Record:
    return settle(_step(CLERK), ON)


def _published() -> models.Record:
    confirm(_step(SUPERVISOR), _settled().version)
    return publish_places(_step(SUPERVISOR), TERM)


def _numbers(record: models.Record, of: str = "places") -> list[str]:
    found = record.state[of] if of == "places" else record.state["preview"]["places"]
    return [each["number"] for each in found]


def test_accepted_claims_are_settled_by_the_rulebook_and_the_others_are_not_there(claims: list[models.Record]) -> None:
    preview = _settled().state["preview"]
    assert preview["counts"] == {"granted": 3, "exhausted": 1}
    assert [each["number"] for each in preview["places"]] == [each.number for each in claims[:3]]
    assert Decimal(preview["granted"]) == 300_000


def test_the_same_settlement_again_changes_nothing() -> None:
    first = _settled()
    assert settle(_step(CLERK, AFTER), ON).version == first.version


def test_a_second_person_confirms_and_not_the_one_who_settled() -> None:
    clerk_and_supervisor = Actor(ActorKind.STAFF, CLERK.name, frozenset({"clerk", "supervisor"}))
    settled = _settled()
    with pytest.raises(BridgeheadError, match="AC001"):
        confirm(_step(CLERK), settled.version)
    with pytest.raises(BridgeheadError, match="AC022"):
        confirm(_step(clerk_and_supervisor), settled.version)
    assert confirm(_step(SUPERVISOR), settled.version).state["stage"] == "confirmed"


def test_nothing_is_confirmed_that_was_not_seen() -> None:
    settled = _settled()
    _file(6)
    with pytest.raises(BridgeheadError, match="AC023"):
        confirm(_step(SUPERVISOR), settled.version)
    with pytest.raises(BridgeheadError, match="AC002"):
        confirm(_step(SUPERVISOR), _settled().version - 1)


def test_a_settlement_as_on_a_day_to_come_is_not_confirmed_before_it() -> None:
    eve = SETTLED - timedelta(days=1)
    settled = settle(_step(CLERK, eve), ON)
    with pytest.raises(BridgeheadError, match=r"AC048 .* 2023-10-16, and it is 2023-10-15"):
        confirm(_step(SUPERVISOR, eve), settled.version)
    assert confirm(_step(SUPERVISOR), settled.version).state["stage"] == "confirmed"


def test_provisional_places_are_not_confirmed() -> None:
    early = settle(_step(CLERK), date(2023, 6, 1))
    with pytest.raises(BridgeheadError, match="AC024"):
        confirm(_step(SUPERVISOR), early.version)


def test_what_was_confirmed_stays_where_an_earlier_claim_comes_in_later(claims: list[models.Record]) -> None:
    _published()
    pay(_step(SUPERVISOR, AFTER))
    _file(6)
    again = settle(_step(CLERK, AFTER), ON)
    assert _numbers(again, "preview") == [each.number for each in claims[:3]]
    assert Decimal(again.state["preview"]["left"]) == 150_000


def test_everybody_can_object_while_places_are_published_and_not_after() -> None:
    published = _published()
    number = _numbers(published)[0]
    assert object_to(_step(PUBLIC), number, "the train did not stop here").state["objections"][0]["decided"] == "open"
    with pytest.raises(BridgeheadError, match="AC004"):
        object_to(_step(PUBLIC), number, " ")
    with pytest.raises(BridgeheadError, match="AC090"):
        object_to(_step(PUBLIC), number, "ask the driver, 13800138000")
    with pytest.raises(BridgeheadError, match="AC026"):
        object_to(_step(PUBLIC), "TJ-2023-99999", "no such train")
    with pytest.raises(BridgeheadError, match="AC025"):
        object_to(_step(PUBLIC, AFTER), number, "too late")


def test_who_was_right_to_have_a_place_is_looked_at_anew_while_what_is_confirmed_stays(
    claims: list[models.Record],
) -> None:
    published = _published()
    last, places = claims[3], _numbers(published)
    with pytest.raises(BridgeheadError, match="AC026"):
        object_to(_step(PUBLIC), last.number, "it was earlier")
    report = models.Record(matter=TOURISM, register="study-tour-claim", number=last.number)
    with pytest.raises(BridgeheadError, match="AC026"):
        object_to(_step(PUBLIC), last.number, "it was earlier", report)
    assert object_to(_step(PUBLIC), last.number, "it was earlier", last).state["objections"][0]["own"]
    assert not object_to(_step(PUBLIC), places[0], "it was not", claims[0]).state["objections"][1]["own"]
    decide_objection(_step(SUPERVISOR), 1, "it was", upheld=False)
    with pytest.raises(BridgeheadError, match="AC020"):
        settle(_step(CLERK), date(2023, 10, 17))
    upheld = decide_objection(_step(SUPERVISOR), 0, "so it was", upheld=True)
    assert (_numbers(upheld), upheld.state["reconsidered"]) == (places, [last.number])
    again = settle(_step(CLERK), ON)
    assert _numbers(again, "preview") == places
    assert confirm(_step(SUPERVISOR), again.version).state["reconsidered"] == []


def test_money_is_paid_once_after_the_publicity_and_when_no_objection_is_open() -> None:
    published = _published()
    with pytest.raises(BridgeheadError, match="AC028 the publicity"):
        pay(_step(SUPERVISOR))
    object_to(_step(PUBLIC), _numbers(published)[0], "the train did not stop here")
    object_to(_step(PUBLIC), _numbers(published)[0], "the train did not stop here")
    told = f"AC028 an objection is open in special-train, to {_numbers(published)[0]}"
    with pytest.raises(BridgeheadError, match=told):
        pay(_step(SUPERVISOR, AFTER))
    with pytest.raises(BridgeheadError, match="AC090"):
        decide_objection(_step(SUPERVISOR), 0, "said 0352-2023123", upheld=False)
    decide_objection(_step(SUPERVISOR), 0, "it stopped at 10:05", upheld=False)
    with pytest.raises(BridgeheadError, match="AC027"):
        decide_objection(_step(SUPERVISOR), 0, "it did not", upheld=True)
    again = object_to(_step(PUBLIC), _numbers(published)[0], " the train did not stop here ")
    assert [each["decided"] for each in again.state["objections"]] == ["dismissed"], "the same, which is decided"
    file = pay(_step(SUPERVISOR, AFTER))
    assert sum(Decimal(line.split(",")[2]) for line in file.read_text("utf-8-sig").splitlines()[1:]) == 300_000
    with pytest.raises(BridgeheadError, match="AC020"):
        pay(_step(SUPERVISOR, AFTER))


def test_a_place_that_is_revoked_goes_to_the_next_in_line(claims: list[models.Record]) -> None:
    published = _published()
    first = _numbers(published)[0]
    object_to(_step(PUBLIC), first, "the train did not stop here")
    revoked = decide_objection(_step(SUPERVISOR), 0, "so it was", upheld=True)
    assert first not in _numbers(revoked)
    pay(_step(SUPERVISOR, AFTER))
    again = settle(_step(CLERK, AFTER), ON)
    assert sorted(_numbers(again, "preview")) == sorted(each.number for each in claims[1:4])


def test_awards_of_one_name_in_two_matters_have_payment_files_of_their_own(tmp_path: Path) -> None:
    _published()
    copy = shutil.copytree(RULEBOOKS / TOURISM, tmp_path / "another")
    about = (copy / "about.yaml").read_text().replace("旅游奖励", "虚构奖励").replace(TOURISM, "made-up/another")
    (copy / "about.yaml").write_text(about)
    publish_rulebook(copy, FILED)
    given = TRAIN | PAYEE | {"completed on": "2023-05-08"}
    number = submit("made-up/another", "special-train-claim", given, PUBLIC, FILED).number
    accept(number, FILED, "made-up/another")
    there = [replace(_step(actor), matter="made-up/another") for actor in (CLERK, SUPERVISOR)]
    confirm(there[1], settle(there[0], ON).version)
    publish_places(there[1], TERM)
    first, other = pay(_step(SUPERVISOR, AFTER)), pay(replace(there[1], at=AFTER))
    assert [len(file.read_text().splitlines()) for file in (first, other)] == [4, 2]


def _told_since(before: set[int]) -> dict[str, str]:
    """What was written to whom since, by the number of the claim."""
    texts: dict[str, str] = {}

    def take(name: str, message: Mapping[str, Any]) -> None:
        texts[name.rpartition("-")[0]] = message["text"]

    new = models.Message.objects.exclude(pk__in=before).exclude(kind__in=("receive", "accept"))
    models.Message.objects.exclude(pk__in=new.values("pk")).delete()
    send({"e-mail": take, "telephone": take}, AFTER)
    return texts


def _reachable(day: int, language: Language, **more: str) -> str:
    day_of = {"completed on": f"2023-05-{day:02}", "train number": f"M{day}"}
    given = TRAIN | PAYEE | day_of | {"telephone": "13800138000"} | more
    number = submit(TOURISM, "special-train-claim", given, PUBLIC, FILED, language=language).number
    accept(number, FILED)
    return number


def test_whoever_filed_a_claim_is_told_what_became_of_it_once_and_in_their_language() -> None:
    first, none = _reachable(4, "en"), _reachable(5, "zh", nights="0")
    _published()
    before = {*models.Message.objects.values_list("pk", flat=True)}
    assert _told_since(set()) == {
        first: f"{first}: it has a place in «Special-train reward», published until 2023-10-23.",
        none: f"编号 {none}：“旅游专列奖励”结果公示，未获名额。可凭编号和查询码查看原因，2023-10-23 前可以提出异议。",
    }
    pay(_step(SUPERVISOR, AFTER))
    later = _reachable(6, "en", kind="high-speed train")
    confirm(_step(SUPERVISOR, AFTER), settle(_step(CLERK, AFTER), ON).version)
    publish_places(_step(SUPERVISOR, AFTER), TERM)
    assert {*_told_since(before)} == {later}, "nobody is told twice"


def test_nothing_is_published_where_what_was_decided_is_gone() -> None:
    settled = _settled()
    confirmed = confirm(_step(SUPERVISOR), settled.version)
    kept = Path(settings.HOME) / TABLES / f"{confirmed.state['preview']['decisions']}.parquet"
    content = kept.read_bytes()
    kept.unlink()
    with pytest.raises(BridgeheadError, match="AC088"):
        publish_places(_step(SUPERVISOR), TERM)
    kept.write_bytes(content)
    assert publish_places(_step(SUPERVISOR), TERM).state["stage"] == "published"


def _replayed(replayed: Replayed | None = None) -> list[str]:
    tables = Path(settings.HOME) / TABLES
    return [str(mistake) for mistake in replay(Database(), tables, replayed or Replayed())]


def test_every_settlement_comes_out_the_same_again_after_all_that_was_done_since(claims: list[models.Record]) -> None:
    _published()
    pay(_step(SUPERVISOR, AFTER))
    _file(12)
    settle(_step(CLERK, AFTER), date(2023, 11, 1))
    replayed = Replayed()
    assert _replayed(replayed) == []
    assert (replayed.settlements, replayed.claims) == (2, 9)


def test_a_table_of_a_settlement_that_was_changed_or_is_gone_is_named() -> None:
    preview = _settled().state["preview"]
    kept = Path(settings.HOME) / TABLES / f"{preview['claims']}.parquet"
    content = kept.read_bytes()
    kept.write_bytes(content[:-1] + b"x")
    (changed,) = _replayed()
    assert "LG102" in changed
    kept.unlink()
    (gone,) = _replayed()
    assert "LG101" in gone
    kept.write_bytes(content)


class _Changed(Database):
    """The ledger as if a hand had written over the event of a confirmation."""

    def events(self, of: Collection[str] = ()) -> Iterator[Stored]:
        for each in super().events(of):
            yield each._replace(body=b"made up") if each.kind == "confirmed/1" else each


def _verified(source: Database) -> tuple[Verified, list[str]]:
    """What `verify` tells of the files of awards and of anything else, but for stored files that other tests left."""
    home, found = Path(settings.HOME), Verified()
    told = map(str, verified(source, home, found, at_hand=AtHand(home, settings.MASTER_KEY)))
    return found, [each for each in told if not each.startswith(("LG117", "LG120"))]


HIDING = {
    "a deadline": lambda: models.Record.objects.exclude(register="awards").update(due_at=AFTER),
    "the row of the award": lambda: models.Record.objects.filter(register="awards").update(register="trains"),
}


@pytest.mark.parametrize("hiding", HIDING)
def test_files_of_an_award_are_held_against_its_events_whatever_else_does_not_fit(hiding: str) -> None:
    preview = _published().state["preview"]
    paid = pay(_step(SUPERVISOR, AFTER))
    table = Path(settings.HOME) / TABLES / f"{preview['decisions']}.parquet"
    kept = {file: file.read_bytes() for file in (paid, table)}
    paid.write_bytes(kept[paid] + b"x")
    table.unlink()
    with transaction.atomic():
        assert HIDING[hiding]()
        found, told = _verified(Database())
        transaction.set_rollback(True)
    for file, content in kept.items():
        file.write_bytes(content)
    assert sum(each.startswith("LG102") for each in told) >= 1
    assert sum(each.startswith("LG115 the payment file of run 1 of special-train") for each in told) == 1
    assert sum(each.startswith(f"LG114 the table {table.name} of a settlement of special-train") for each in told) == 1
    assert (found.events_fit, found.replayed, found.unread.events) == (False, None, 0)
    assert _verified(Database())[1] == []


def test_how_many_events_do_not_say_any_more_what_their_files_were_is_told() -> None:
    _published()
    pay(_step(SUPERVISOR, AFTER))
    found, told = _verified(_Changed())
    assert found.unread.events == 1, "of which run the payment was"
    assert not any(each.startswith(("LG114", "LG115")) for each in told)


@pytest.mark.parametrize(("engine", "code"), [(__version__, "LG106"), ("0.0.1", "LG107")])
def test_a_decision_that_comes_out_otherwise_is_named_and_told_from_one_of_another_engine(
    claims: list[models.Record], engine: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if a program had granted the fourth claim, too."""
    award = _settled()
    preview = award.state["preview"]
    folder = Path(settings.HOME) / TABLES
    decisions = pq.read_table(folder / f"{preview['decisions']}.parquet")
    at = decisions.column_names.index("outcome")
    outcomes = pa.array(["granted"] * len(decisions), decisions.schema.types[at])
    sink = pa.BufferOutputStream()
    pq.write_table(decisions.set_column(at, "outcome", outcomes), sink)
    name = hashlib.sha256(sink.getvalue()).hexdigest()
    (folder / f"{name}.parquet").write_bytes(sink.getvalue())
    monkeypatch.setattr(append, "__version__", engine)
    data = {"preview": preview | {"decisions": name}}
    author = append.Author(CLERK, SETTLED, preview["rulebook"])
    append.append(models.Record.objects.get(pk=award.pk), "settled/1", data, author, fold)
    (found,) = _replayed()
    assert code in found
    assert f"{claims[3].number} was granted, 0, and is exhausted, 0 now" in found
