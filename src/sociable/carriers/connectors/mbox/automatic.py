"""Mail that no person wrote: bounces, automatic answers, notices of programs (RFC 3834)."""

import re

from sociable.carriers.connectors.mbox.heads import Head
from sociable.carriers.connectors.mbox.senders import Headers

SUBJECT = re.compile(
    r"(?:automatic reply|auto(?:matic)?[- ]?reply|réponse automatique|out of office(?: autoreply)?|absence du bureau"
    r"|message d['’]absence)\s*[:：]|undelivered mail returned|undeliverable\s*:|delivery status notification"
    r"|non remis\s*:|échec de (?:la )?remise",
    re.IGNORECASE,
)
ANSWERING = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply")
REPORT = re.compile(r"multipart/report|message/(?:delivery|disposition)", re.IGNORECASE)


def why_automatic(headers: Headers, head: Head) -> str:
    """Why nobody is taken to have written it; '' where somebody did."""
    sent = headers.get("auto-submitted", "").partition(";")[0].strip().casefold()
    if sent not in ("", "no"):
        return f"automatic mail: Auto-Submitted is {sent[:40]}"
    if REPORT.match(headers.get("content-type", "").strip()) or "x-failed-recipients" in headers:
        return "automatic mail: a report of delivery"
    if any(name in headers for name in ANSWERING) or headers.get("precedence", "").strip().casefold() == "auto_reply":
        return "automatic mail: an automatic answer"
    if "x-list-administrivia" in headers:
        return "automatic mail: a list about itself"
    if head.sender and head.sender.is_machine:
        return "automatic mail: from an address where no person writes"
    return "automatic mail: its subject says so" if SUBJECT.match(head.subject.topic) else ""
