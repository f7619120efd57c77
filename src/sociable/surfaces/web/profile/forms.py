"""The forms of `/me/`."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from sociable.kit.clock import now
from sociable.people.models import Person
from sociable.people.verbs import Profile, Refused
from sociable.surfaces.web.profile.tongues import codes_of, names_of

REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
FEWEST, MOST = 80, 200
"""Characters of languages, and of a name."""


def zones() -> list[tuple[str, str]]:
    known = sorted(one for one in available_timezones() if one.partition("/")[0] in REGIONS and "/" in one)
    return [("", "—"), *((one, one.replace("_", " ")) for one in known)]


class AboutMe(forms.Form):
    """What I say of myself."""

    name = forms.CharField(label=_("Name"), max_length=MOST)
    headline = forms.CharField(label=_("Role"), max_length=MOST, required=False)
    languages = forms.CharField(
        label=_("Languages you speak"), help_text=_("With commas between them."), max_length=MOST, required=False
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, required=False)

    def clean_languages(self) -> str:
        try:
            codes = codes_of(self.cleaned_data["languages"])
        except Refused as reason:
            raise ValidationError(str(reason)) from None
        if len(codes) > FEWEST:
            raise ValidationError(_("That is more than fits here."))
        return codes

    def profile(self) -> Profile:
        return Profile(**self.cleaned_data)


def about(me: Person, sent: Any = None) -> AboutMe:
    told = {
        "name": me.name,
        "headline": me.headline,
        "languages": names_of(me.languages),
        "place": me.place,
        "time_zone": me.time_zone,
    }
    return AboutMe(sent, initial=told, label_suffix="")


class Away(forms.Form):
    """From when and until when I cannot be asked, and who stands in."""

    begins = forms.DateField(label=_("First day away"), required=False, widget=forms.DateInput({"type": "date"}))
    ends = forms.DateField(label=_("Back on"), required=False, widget=forms.DateInput({"type": "date"}))
    stand_in = forms.CharField(
        label=_("Who stands in for you"), max_length=320, required=False, widget=forms.TextInput({"list": "colleagues"})
    )

    def moments(self, zone: ZoneInfo | None) -> tuple[datetime, datetime | None]:
        """Days as they begin where the person is; today begins now."""
        present, begins, ends = now(), self.cleaned_data["begins"], self.cleaned_data["ends"]
        first = max(midnight(begins, zone), present) if begins else present
        return first, midnight(ends, zone) if ends else None


def midnight(day: date, zone: ZoneInfo | None) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone or get_current_timezone())
