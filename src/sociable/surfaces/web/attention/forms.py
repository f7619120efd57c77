"""Quiet hours, as a form says them: one's own, and the organisation's."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sociable.people.attention.models import Hours


class QuietHours(forms.Form):
    begins = forms.TimeField(label=_("From"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("To"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    weekends = forms.BooleanField(label=_("Weekends too"), required=False)


def form_of(hours: Hours | None, sent: object = None) -> QuietHours:
    said = {name: getattr(hours, name) for name in ("begins", "ends", "weekends")} if hours else {}
    return QuietHours(sent, initial=said, label_suffix="")  # type: ignore[arg-type]
