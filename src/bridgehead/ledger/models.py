"""The tables of the ledger. Events, leaves, seals, rulebooks and their enactments are append-only: triggers of the
database see to it.
"""

from django.db import models

from bridgehead.ledger import stored_json

HAS_A_DEADLINE = models.Q(due_at__isnull=False)


class Rulebook(models.Model):
    """A rulebook as it was published: the bytes of its files, by their hash."""

    hash = models.CharField(max_length=64, primary_key=True)
    matter = models.CharField(max_length=200)
    files = models.BinaryField()


class Enactment(models.Model):
    """The nth time, from 1, that a rulebook came into force for a matter, and since when; it lasts until the next one.

    A rulebook that was in force before may come into force again.
    """

    matter = models.CharField(max_length=200)
    n = models.PositiveIntegerField()
    since = models.DateTimeField()
    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("matter", "n"), name="one_enactment_a_turn"),
            models.UniqueConstraint(fields=("matter", "since"), name="one_enactment_a_moment"),
        )


class Unit(models.Model):
    """A department, county or firm that carries a duty."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.JSONField()


class Record(models.Model):
    """One case, claim or project: the fold of its events, kept so that it can be found. `head` is the last hash."""

    matter = models.CharField(max_length=200)
    register = models.CharField(max_length=80)
    number = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    head = models.BinaryField()
    stage = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT)
    submitted_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    move_at = models.DateTimeField(null=True, blank=True)
    warn_at = models.DateTimeField(null=True, blank=True)
    code = models.BinaryField()
    state = models.JSONField(encoder=stored_json.Written, decoder=stored_json.Read)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("matter", "register", "number"), name="one_record_a_number"),)
        indexes = (
            models.Index(fields=("matter", "register", "-submitted_at", "-id"), name="newest"),
            models.Index(fields=("matter", "register", "stage", "-submitted_at", "-id"), name="newest_of_stage"),
            models.Index(fields=("matter", "register", "unit", "-submitted_at", "-id"), name="newest_of_unit"),
            models.Index(
                fields=("matter", "register", "unit", "stage", "-submitted_at", "-id"), name="newest_of_unit_and_stage"
            ),
            models.Index(fields=("matter", "register", "due_at", "id"), name="due", condition=HAS_A_DEADLINE),
            models.Index(fields=("unit", "stage", "due_at"), name="inbox", condition=HAS_A_DEADLINE),
            models.Index(
                fields=("matter", "register", "stage", "unit", "due_at"), name="late", condition=HAS_A_DEADLINE
            ),
            models.Index(fields=("move_at",), name="moving", condition=models.Q(move_at__isnull=False)),
            models.Index(fields=("warn_at",), name="warning", condition=models.Q(warn_at__isnull=False)),
        )


class Event(models.Model):
    """The stored bytes of an event and their hash; see `ledger.events` and `ledger.chain`."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="events", db_index=False)
    n = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    body = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record", "n"), name="one_event_a_step"),)


class Seal(models.Model):
    """A seal, as `chain.Seal` has it."""

    number = models.PositiveBigIntegerField(primary_key=True)
    first = models.PositiveBigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    at = models.DateTimeField()
    root = models.BinaryField()
    previous = models.BinaryField()


class Leaf(models.Model):
    """The position of an event among all. It repeats the hash, so that an event that is gone can still be named."""

    position = models.PositiveBigIntegerField(primary_key=True)
    event = models.BigIntegerField(unique=True)
    hash = models.BinaryField()


class Text(models.Model):
    """What a record says that is not personal, in one spelling, so that it is found; see `ledger.search`."""

    record = models.OneToOneField(Record, primary_key=True, on_delete=models.PROTECT)
    text = models.TextField()


class Counter(models.Model):
    """The last number that a register gave in a period."""

    matter = models.CharField(max_length=200)
    register = models.CharField(max_length=80)
    period = models.CharField(max_length=20)
    last = models.PositiveBigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("matter", "register", "period"), name="one_counter_a_period"),)


class Key(models.Model):
    """The key of a record's personal fields, wrapped by the master key. Without it they are forgotten."""

    record = models.OneToOneField(Record, primary_key=True, on_delete=models.PROTECT)
    wrapped = models.BinaryField()


class BlindIndex(models.Model):
    """By what a record is found whose personal field is known: a keyed digest of the field in one spelling."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT)
    field = models.CharField(max_length=80)
    digest = models.BinaryField()

    class Meta:
        indexes = (models.Index(fields=("digest",), name="blind"),)


class Forgetting(models.Model):
    """What is still to be removed of a record that was forgotten: files of the home, and what the database's journal
    has while somebody reads.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT)
    files = models.JSONField()


class Attachment(models.Model):
    """A file of a record: its bytes stand encrypted in the store, under the hash of what is stored. What it is called
    stands in a box in its event.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="attachments")
    field = models.CharField(max_length=80)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField()


class Reckoned(models.Model):
    """The enactment by which the running deadlines of a matter were last reckoned."""

    matter = models.CharField(max_length=200, primary_key=True)
    n = models.PositiveIntegerField()


class Kept(models.Model):
    """How many deadlines of a register ended on a day, and how many of them were kept; see `actions.tally`."""

    matter = models.CharField(max_length=200)
    register = models.CharField(max_length=80)
    day = models.DateField()
    ended = models.PositiveIntegerField(default=0)
    in_time = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("matter", "register", "day"), name="one_sum_a_day"),)


class Tallied(models.Model):
    """Up to which position events were counted, and when that was."""

    position = models.PositiveBigIntegerField()
    at = models.DateTimeField()


class Verification(models.Model):
    """What `verify` said of the whole ledger, and when: over how many events and seals, how much did not fit, and the
    first of what was told, notes too, each by its `code` and `found`.
    """

    at = models.DateTimeField()
    events = models.PositiveBigIntegerField()
    seals = models.PositiveBigIntegerField()
    mistakes = models.PositiveIntegerField()
    told = models.JSONField(default=list)


class Job(models.Model):
    """A job of the background: every how many seconds it is done, since when by the process that last took it up, and
    when it was last done.
    """

    name = models.CharField(max_length=40, primary_key=True)
    every = models.FloatField()
    since = models.DateTimeField()
    done_at = models.DateTimeField(null=True)


class Answer(models.Model):
    """What a request was answered, so that it is answered so again; sealed under the key that the caller has."""

    key = models.BinaryField(primary_key=True)
    request = models.BinaryField()
    sealed = models.BinaryField(default=b"")
    at = models.DateTimeField(db_index=True)


class Message(models.Model):
    """A message about a record: its address and text stand in a box, that of whoever filed it of the record's key, that
    of staff of the master key.

    It is claimed by a sender until `claimed_until`, and sent once; `tries` counts what failed.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    box = models.TextField()
    at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=("at",), name="unsent", condition=models.Q(sent_at__isnull=True)),)
