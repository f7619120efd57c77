"""Quiet hours, as a form says them: one's own, and the organisation's."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sociable.people.attention.models import Hours
from sociable.people.verbs import Refused


class QuietHours(forms.Form):
    begins = forms.TimeField(label=_("From"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("To"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    weekends = forms.BooleanField(label=_("Weekends too"), required=False)


def form_of(hours: Hours | None, sent: object = None) -> QuietHours:
    said = {name: getattr(hours, name) for name in ("begins", "ends", "weekends")} if hours else {}
    return QuietHours(sent, initial=said, label_suffix="")  # type: ignore[arg-type]


def hours_said(form: QuietHours) -> dict[str, Any]:
    """begins, ends, weekends. Raises Refused at what is no time of the day."""
    if not form.is_valid():
        raise Refused(gettext("That is no time of the day. Write it as hours and minutes, with four figures."))
    return form.cleaned_data
