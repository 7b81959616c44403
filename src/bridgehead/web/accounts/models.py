"""The project's own user, from the first migration on: what somebody may do hangs on roles and units."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from bridgehead.ledger.models import Unit


class User(AbstractUser):
    """A person who signs in. `roles` are names that rulebooks use; `units` are those for which they act. Who has an
    address (`email`) is told of deadlines, in their `language`.
    """

    roles = models.JSONField(default=list)
    units = models.ManyToManyField(Unit, blank=True)
    language = models.CharField(max_length=2, default="zh")


class Token(models.Model):
    """A key by which a program acts for a user: kept as a digest, for some scopes, until a day."""

    digest = models.BinaryField(unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=80)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField()


class SavedView(models.Model):
    """A list of a register as somebody wants to find it again: its address, by a name."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="views")
    matter = models.CharField(max_length=200)
    register = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=500)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "matter", "register", "name"), name="one_view_a_name"),)
