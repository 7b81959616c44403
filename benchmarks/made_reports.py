"""Fill the home of a service with a million made-up reports: `python -m benchmarks.made_reports HOME RECORDS`.

DATABASE_URL names a PostgreSQL. The rows are those that the actions would write, of what `story` tells of each report;
`tests/benchmarks/test_made_reports.py` lets the actions do the same and holds the two equal. Nothing is under seal.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from bridgehead.cli.service import make

MATTER, REGISTER = "datong/business-environment-2023", "inspection-report"
RULEBOOKS = Path(__file__).parents[1] / "rulebooks"
FIRST = datetime(2023, 4, 3, tzinfo=UTC)
DAYS, SLOTS = 240, 60
"""Reports come in over so many days, each day at so many moments."""
AT_ONCE = 5_000
ENDS = ("received", "accepted", "assigned", "answered", "solved", "out of scope")
HOW_OFTEN = (6, 8, 14, 12, 54, 6)


@dataclass(frozen=True)
class Act:
    """What is done to a report, by somebody of a role and when."""

    verb: str
    role: str
    at: datetime
    filled: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    unit: str | None = None


@dataclass(frozen=True)
class Story:
    """What is filled in and when, by somebody who stays anonymous, and what is done then."""

    given: dict[str, str]
    at: datetime
    acts: tuple[Act, ...]


@dataclass
class Rows:
    """Rows by tables, in the order of `COLUMNS`."""

    records: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    texts: list[tuple[Any, ...]] = field(default_factory=list)
    keys: list[tuple[Any, ...]] = field(default_factory=list)
    digests: list[tuple[Any, ...]] = field(default_factory=list)


COLUMNS = {
    "ledger_record": "id matter register number version head stage submitted_at updated_at due_at move_at "
    "warn_at code state unit_id",
    "ledger_event": "id record_id n kind at body hash",
    "ledger_text": "record_id text",
    "ledger_key": "record_id wrapped",
    "ledger_blindindex": "record_id field digest",
}


def main(home: Path, count: int) -> None:
    make(home)
    from django.conf import settings

    from bridgehead.actions.publish_rulebook import publish_rulebook
    from bridgehead.ledger import models
    from bridgehead.web.serve import migrate

    migrate()
    publish_rulebook(RULEBOOKS / MATTER, FIRST)
    maker = Maker(settings.MASTER_KEY)
    for slug, title in maker.teller.sheet.units.items():
        models.Unit.objects.create(slug=slug, title={"zh": title.zh, "en": title.en})
    maker.units = dict(models.Unit.objects.values_list("slug", "pk"))
    fill(maker.rows(range(at, min(at + AT_ONCE, count)), count) for at in range(0, count, AT_ONCE))
    models.Counter.objects.create(matter=MATTER, register=REGISTER, period="2023", last=count)


class Teller:
    """Tells of reports that a sheet makes up, without a database."""

    def __init__(self) -> None:
        from bridgehead import catalog
        from bridgehead.instruments.register.made_up import sheet
        from bridgehead.rulebook.load import load

        folder = RULEBOOKS / MATTER
        self.sheet = sheet(folder, load(folder, catalog.KINDS))

    def story(self, n: int, of: int) -> Story:
        """The nth report, from 0: the same whoever asks."""
        from bridgehead.instruments.register.made_up import Pen

        chance = Random(n)
        pen = Pen.of(self.sheet, chance)
        day, slot = divmod(n * DAYS * SLOTS // of, SLOTS)
        at = FIRST + timedelta(days=day, minutes=10 * slot)
        said = self.sheet.registers[REGISTER].fields
        subject = pen.one_of(said["subject"], at.date())
        given = {"kind": pen.one_of(said["kind"], at.date()), "subject": subject}
        if subject == "other":
            given["other subject"] = pen.one_of(said["other subject"], at.date())
        given["description"] = pen.one_of(("{thing}{trouble}", "{firm}{trouble}"), at.date())
        if given["kind"] == "problem":
            given["unit complained of"] = chance.choice([*self.sheet.units])
        if subject == "overdue payments":
            given["amount overdue"] = f"{chance.randint(1, 900)}000"
        (end,) = chance.choices(ENDS, HOW_OFTEN)
        return Story(given, at, tuple(self._acts(end, given, at, pen)))

    def _acts(self, end: str, given: dict[str, str], at: datetime, pen: Any) -> Iterator[Act]:
        day, chance = timedelta(days=1), pen.chance
        if end == "out of scope":
            yield Act("refuse", "clerk", at + day, reason=pen.one_of(self.sheet.registers[REGISTER].reasons, at.date()))
            return
        done = ENDS.index(end)
        unit = chance.choice([slug for slug in self.sheet.units if slug != given.get("unit complained of")])
        answer = pen.one_of(self.sheet.registers[REGISTER].fields["answer"], at.date())
        answered = at + day * chance.randint(3, 16)
        yield from (
            Act("accept", "clerk", at + day),
            Act("assign", "clerk", at + day * 2, unit=unit),
            Act("answer", "handler", answered, {"answer": answer}, unit=unit),
            Act("close", "clerk", answered + day * 3),
        )[:done]


class Maker:
    """Makes rows of what a teller tells. `record` and `event` are the next rows of their tables."""

    def __init__(self, master: bytes) -> None:
        from bridgehead import published
        from bridgehead.instruments.register import derive
        from bridgehead.instruments.register.stored import stored

        self.master, self.teller = master, Teller()
        self.by, self.rulebook = published.current(MATTER)
        self.register = self.rulebook.instruments["register", REGISTER]
        self.hidden = self.rulebook.tables[REGISTER].personal
        self.derived = stored(derive(self.register, {}))  # of nobody who can be answered
        self.units: dict[str, int] = {}
        self.record = self.event = 1
        self.standing = lru_cache(maxsize=200_000)(self._standing)

    def rows(self, numbers: Sequence[int], of: int) -> Rows:
        made = Rows()
        for n in numbers:
            self._write(self.teller.story(n, of), n + 1, made)
        return made

    def _write(self, story: Story, count: int, made: Rows) -> None:
        from bridgehead.actions.handle import PAST
        from bridgehead.actions.received import received
        from bridgehead.instruments.register import next_stage, numbered
        from bridgehead.instruments.register.found_by import found_by
        from bridgehead.instruments.register.state import fold
        from bridgehead.ledger import chain, events, keys, models, search
        from bridgehead.ledger.beside import FOUND_BY
        from bridgehead.ledger.stored_json import Written

        register, record = self.register, self.record
        self.record += 1
        number = numbered(register.numbering, story.at.year, count)
        personal = {name: value for name, value in story.given.items() if name in self.hidden}
        plain = {name: value for name, value in story.given.items() if name not in self.hidden} | self.derived
        key = keys.new_key()
        counts = received(register, self.rulebook, register.online, story.at)
        clock, where = self.standing("", None, register.starts, counts.at)
        where["provisional"] |= bool(where["due"]) and counts.provisional
        first: dict[str, Any] = {"language": "zh", "number": number, "fields": {**plain, register.number: number}}
        code = keys.code_digest(self.master, _code())
        first |= {**counts.kept(story.at), **where, "entered": counts.at.isoformat()}
        first |= {"code": code.hex(), "key": keys.commitment(key)}
        first["personal"] = keys.box(key, personal, record)
        found = found_by(register, {**plain, **personal})
        entries = [(kind, keys.digest(self.master, kind, value)) for kind, value in found]
        first[FOUND_BY] = {"entries": len(entries), "digest": keys.index_digest(key, entries)}
        happened = [("submitted/1", first, story.at, "public")]
        stage = register.starts
        for act in story.acts:
            data: dict[str, Any] = {"fields": act.filled}
            if act.reason:
                data["reason"] = act.reason
            to = next_stage(register, stage, act.verb)
            clock, where = self.standing(stage, clock, to, act.at)
            stage = to
            data |= {**where, "entered": act.at.isoformat()}
            if act.verb == "assign":
                data["unit"] = act.unit
            happened.append((f"{PAST[act.verb]}/1", data, act.at, f"made-up {act.role}"))
        head, state = chain.START, None
        for n, (kind, data, at, who) in enumerate(happened, 1):
            whose = (MATTER, REGISTER, number) if n == 1 else None
            body = events.body(events.Event(record, n, kind, at, who, self.by, _engine(), data, whose))
            head = chain.link(head, body)
            state = fold(state, kind, data)
            made.events.append((self.event, record, n, kind, at, body, head))
            self.event += 1
        assert state is not None
        moments = (state[name] for name in ("due", "move", "warn"))
        due, move, warn = (datetime.fromisoformat(at) if at else None for at in moments)
        unit = self.units[state["unit"]] if state.get("unit") else None
        made.records.append(
            (
                *(record, MATTER, REGISTER, number, len(happened), head, stage),
                *(story.at, happened[-1][2], due, move, warn, code, json.dumps(state, cls=Written), unit),
            )
        )
        made.texts.append((record, search.row(models.Record(number=number, state=state)).text))
        made.keys.append((record, keys.wrap(self.master, key, record)))
        made.digests += [(record, kind, digest) for kind, digest in entries]

    def _standing(self, stage: str, clock: Any, to: str, at: datetime) -> tuple[Any, dict[str, Any]]:
        from bridgehead.actions.standing import standing
        from bridgehead.instruments.register.clock import entered

        clock = entered(clock, to, self.register.stages[to], at)
        return clock, standing(self.register, self.rulebook, to, clock, at)


def _code() -> str:
    import secrets

    from bridgehead.actions.begin import CODE_LENGTH, CODE_LETTERS

    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


@lru_cache
def _engine() -> str:
    from bridgehead import __version__

    return __version__


def fill(batches: Iterator[Rows]) -> None:
    """Into a home that is measured and thrown away; on PostgreSQL the index of texts is made when all are there, which
    comes to the same.
    """
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        index = None
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -1000000")
        else:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'ledger_text_bigrams'")
            (index,) = cursor.fetchone()
            cursor.execute("DROP INDEX ledger_text_bigrams")
            cursor.execute("SET synchronous_commit = off")
            cursor.execute("SET maintenance_work_mem = '1GB'")
        for made in batches:
            with transaction.atomic():
                insert(made)
        if index is not None:
            cursor.execute(index)
            for name in ("ledger_record", "ledger_event", "ledger_blindindex"):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")


def insert(made: Rows) -> None:
    """Insert rows, in a transaction of the caller's."""
    from django.db import connection

    if connection.vendor == "sqlite":
        _into_sqlite(made)
        return
    with connection.cursor() as cursor:
        for name, rows in _tables(made):
            with cursor.copy(f"COPY {name} ({', '.join(COLUMNS[name].split())}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)


def _into_sqlite(made: Rows) -> None:
    from django.db import connection

    from bridgehead.ledger import search

    database, moment = connection.connection, connection.ops.adapt_datetimefield_value

    def stored(row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(moment(each) if isinstance(each, datetime) else each for each in row)

    for name, rows in _tables(made):
        columns = COLUMNS[name].split()
        places = ", ".join("?" * len(columns))
        command = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({places})"
        database.executemany(command, [stored(row) for row in rows])
    pairs = ((record, search._parts(text)) for record, text in made.texts)
    database.executemany("INSERT INTO ledger_bigrams(rowid, text) VALUES (?, ?)", pairs)


def _tables(made: Rows) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    yield from zip(COLUMNS, (made.records, made.events, made.texts, made.keys, made.digests), strict=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
