"""A person is apart from an account: somebody known only from a commit is a person, unclaimed, without sign-in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from sociable.kit.asked import Moment
from sociable.kit.clock import now


class PersonQuerySet(models.QuerySet["Person"]):
    def roots(self) -> PersonQuerySet:
        """People who are not merged into another."""
        return self.filter(same_as=None)

    def locatable(self) -> PersonQuerySet:
        """People the locator may name: neither programs, nor erased, nor withheld."""
        return self.roots().filter(bot=False, erased_at=None, withheld=None)


class Person(models.Model):
    name = models.CharField(_("name"), max_length=200, blank=True)
    headline = models.CharField(_("role"), max_length=200, blank=True)
    languages = models.CharField(_("languages"), max_length=80, blank=True)
    """ISO 639-1 codes, separated by spaces."""
    place = models.CharField(_("place"), max_length=120, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    bot = models.BooleanField(default=False)
    """A program that commits or posts: its acts count for nobody."""
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged_people")
    """The person this one was merged into, directly or through others; derived from the rows of Merge."""
    known_since = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[PersonQuerySet] = PersonQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(Lower("name"), name="people_by_name")]

    def __str__(self) -> str:
        return self.name or str(_("someone"))

    @property
    def root_id(self) -> int:
        """The id under which this person and all those merged with them are known."""
        return self.same_as_id or self.pk

    @property
    def root(self) -> Person:
        return self.same_as or self

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def is_claimed(self) -> bool:
        return Account.objects.filter(
            person__in=Person.objects.filter(Q(pk=self.root_id) | Q(same_as=self.root_id))
        ).exists()

    def absence(self, at: datetime) -> Absence | None:
        """The absence this person is in at that moment, if any."""
        return self.absences.during(at).order_by("-begins").first()


ROOT = Coalesce("person__same_as_id", "person_id")
"""For a row about a person: the id of the person they are known as."""


class Identity(models.Model):
    """An address or a handle somebody is known by, in a realm: '' for mail, the source's name for a handle."""

    class Kind(models.TextChoices):
        MAIL = "mail", _("e-mail address")
        HANDLE = "handle", _("handle")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    realm = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=320)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "realm", "value"], name="people_one_identity_one_person")
        ]


class ErasedIdentity(models.Model):
    """The keyed hash of an identity that was erased, so that the next import does not bring its person back."""

    fingerprint = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()


class Merge(models.Model):
    """That two people are one: said by somebody, at a time, and open to being undone."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges")
    into = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="people_merged_once"),
            models.CheckConstraint(condition=~Q(person=models.F("into")), name="people_not_merged_into_themselves"),
        ]


class Withheld(models.Model):
    """That a person is not to be named by the locator."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="withheld")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()


class OwnWord(models.Model):
    """That somebody said this of themself, and since when: no list of the organisation then says otherwise."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="own_words")
    field = models.CharField(max_length=20)
    """Of the profile: name, headline, languages, place, time_zone."""
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "field"], name="people_own_word_once")]


class StanceQuerySet(models.QuerySet["Stance"]):
    def standing(self) -> StanceQuerySet:
        return self.filter(ended_at=None)

    def of(self, root: int) -> StanceQuerySet:
        """Those of the person known under this id, and of all who were merged into them."""
        return self.filter(Q(person=root) | Q(person__same_as=root))


class Stance(models.Model):
    """What a person says of themself and a topic: confirmed, hidden, or declared; it stands until it is taken back."""

    class Kind(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        HIDDEN = "hidden", _("hidden")
        DECLARED = "declared", _("declared")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stances")
    topic = models.CharField(max_length=120)
    """As they wrote it."""
    folded = models.CharField(max_length=240)
    """The same without case, accents or spare blanks (a ligature folds to more letters than it has)."""
    kind = models.CharField(max_length=9, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar[StanceQuerySet] = StanceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "folded"], condition=Q(ended_at=None), name="people_one_stance_a_topic"
            )
        ]


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def during(self, at: datetime | Moment) -> AbsenceQuerySet:
        return self.filter(begins__lte=at).filter(Q(ends=None) | Q(ends__gt=at))


class Absence(models.Model):
    """A while in which a person cannot be asked, and who may be asked instead."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    begins = models.DateTimeField()
    ends = models.DateTimeField(null=True)
    stand_in = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[AbsenceQuerySet] = AbsenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=models.F("begins")), name="people_absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(stand_in=None) | ~Q(stand_in=models.F("person")),
                name="people_nobody_stands_in_for_themselves",
            ),
        ]


class Request(models.Model):
    """That somebody was asked for help, by whom and when: the act's own state, so that a fair load is quick to tell."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="requests")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "at"], name="people_asked_lately")]
        constraints = [
            models.CheckConstraint(condition=~Q(person=models.F("by")), name="people_nobody_asks_themselves"),
        ]


class AccountQuerySet(models.QuerySet["Account"]):
    def select_for_update(
        self, nowait: bool = False, skip_locked: bool = False, of: Sequence[str] = ("self",), no_key: bool = False
    ) -> AccountQuerySet:
        """The account alone is held: PostgreSQL locks nothing that may be absent, as whom the person is known as."""
        return super().select_for_update(nowait, skip_locked, of, no_key)


class AccountManager(BaseUserManager["Account"]):
    def get_queryset(self) -> AccountQuerySet:
        """With the person, and whom they are known as: every request asks for both."""
        return AccountQuerySet(self.model, using=self._db).select_related("person__same_as")

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email=(username or "").strip().lower())

    def open(self, email: str, person: Person, password: str | None, *, administers: bool = False) -> Account:
        """An account for a person. Without a password, nobody can sign in with one."""
        account = self.model(email=email.strip().lower(), person=person, since=now(), is_superuser=administers)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """What somebody signs in with. `is_superuser` marks the administrators of the site."""

    email = models.EmailField(_("e-mail address"), unique=True)
    """In lower case: the manager looks it up so."""
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    since = models.DateTimeField()

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"


class TokenQuerySet(models.QuerySet["Token"]):
    def standing(self, at: datetime) -> TokenQuerySet:
        return self.filter(revoked_at=None, expires_at__gt=at)


class Token(models.Model):
    """What a script shows to speak for somebody: never kept itself, only its hash, shown once when it is made."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256: enough for 256 random bits, which nobody can guess (a password would want a slow hash)."""
    beginning = models.CharField(max_length=16)
    """Its first characters, by which its owner recognises it."""
    scopes = models.CharField(max_length=80)
    """What it may be used for, separated by spaces."""
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    """When it was last shown, within some minutes."""
    revoked_at = models.DateTimeField(null=True)

    objects: ClassVar[TokenQuerySet] = TokenQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="people_token_ends_after_it_begins"
            )
        ]
