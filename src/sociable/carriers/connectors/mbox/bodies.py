"""The words of a mail: from its parts, in their charset, as plain text; what is attached is named and not read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from html_to_markdown import ConversionOptions, convert

from sociable.carriers.connectors.mbox.charsets import bare, header_text, text_of
from sociable.carriers.connectors.mbox.flowed import unflowed
from sociable.kit.html import to_text

LONGEST_TEXT = 200_000
ATTACHMENTS = 50
SMALL = 1 << 20
# Attachments are not read: of a long run of base64 lines, the first megabyte is enough to tell text from them.
RUN = re.compile(rb"^(?:[A-Za-z0-9+/]{56,76}\r?\n)+", re.MULTILINE)
LONGEST_RUN = 1 << 20
HTML = ConversionOptions(
    skip_images=True,
    extract_metadata=False,
    exclude_selectors=[
        ".gmail_signature",
        ".gmail_signature_prefix",
        ".moz-signature",
        "#Signature",
        "#ms-outlook-mobile-signature",
    ],
)
PGP = re.compile(r"-----BEGIN PGP MESSAGE-----.*?(?:-----END PGP MESSAGE-----|\Z)", re.DOTALL)
PGP_SIGNED = re.compile(
    r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:\w+:.*?\n)*\n(.*?)\n"
    r"-----BEGIN PGP SIGNATURE-----.*?(?:-----END PGP SIGNATURE-----|\Z)",
    re.DOTALL,
)
CONTAINERS_LEFT_ALONE = {
    "multipart/encrypted": "PGP/MIME",
    "application/pkcs7-mime": "S/MIME",
    "application/x-pkcs7-mime": "S/MIME",
}
NOT_NAMED = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
STUB = 0.1
"""A plain text this much shorter than the HTML beside it only says that there is HTML."""


@dataclass(slots=True)
class Body:
    """What a mail holds. `encrypted` names how, where a part was left alone for it."""

    text: str = ""
    attachments: list[str] = field(default_factory=list)
    encrypted: str = ""


def parsed(data: bytes) -> "Message[str, str]":
    short = RUN.sub(shortened, data) if len(data) > SMALL else data
    return BytesParser(policy=compat32).parsebytes(short)


def shortened(run: re.Match[bytes]) -> bytes:
    """Up to a whole line: what follows it would not be decoded otherwise."""
    return run[0] if len(run[0]) <= LONGEST_RUN else run[0][: run[0].rindex(b"\n", 0, LONGEST_RUN) + 1]


def body_of(message: "Message[str, str]") -> Body:
    body = Body()
    body.text = "\n\n".join(part for part in texts(message, body) if part.strip())[:LONGEST_TEXT]
    if PGP.search(body.text):
        body.encrypted = body.encrypted or "PGP"
        body.text = PGP.sub("", body.text)
    if "-----BEGIN PGP SIGNATURE-----" in body.text:
        body.text = PGP_SIGNED.sub(lambda signed: re.sub(r"(?m)^- ", "", signed[1]), body.text)
    return body


def texts(part: "Message[str, str]", body: Body) -> Iterator[str]:
    """The texts of a part, each as plain text; what is no text to be read is noted in `body`."""
    heal(part)
    kind = part.get_content_type()
    if how := CONTAINERS_LEFT_ALONE.get(kind):
        body.encrypted = how
    elif kind == "multipart/alternative" and part.is_multipart():
        yield from best_of(part, body)
    elif kind == "multipart/digest":
        body.attachments += [name_of(one) for one in subparts(part)]
    elif part.is_multipart() and kind != "message/rfc822":
        for one in subparts(part):
            yield from texts(one, body)
    elif is_attached(part, kind):
        note_attachment(part, kind, body)
    else:
        yield words_of(part, kind)


def heal(part: "Message[str, str]") -> None:
    """Bytes that stand bare in the headers of a part, say in a file's name, as text: the parser would lose them."""
    for name, value in list(part.raw_items()):
        if isinstance(value, str) and not value.isascii():
            part.replace_header(name, bare(value))


def subparts(part: "Message[str, str]") -> list["Message[str, str]"]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def is_attached(part: "Message[str, str]", kind: str) -> bool:
    disposition = part.get_content_disposition()
    if kind not in ("text/plain", "text/html", "multipart/mixed"):
        return not (kind.startswith("text/") and kind in ("text/enriched",))
    return disposition == "attachment" or (
        disposition == "inline" and bool(part.get_filename()) and kind == "text/html"
    )


def note_attachment(part: "Message[str, str]", kind: str, body: Body) -> None:
    name = name_of(part)
    if name and kind not in NOT_NAMED and len(body.attachments) < ATTACHMENTS:
        body.attachments.append(name)


def name_of(part: "Message[str, str]") -> str:
    """The file's name as a person reads it; for a mail in a mail, its subject."""
    try:
        name = part.get_filename() or ""
    except (LookupError, ValueError):
        name = ""
    inner = subparts(part)
    if not name and part.get_content_type() == "message/rfc822" and inner:
        name = f"{header_text(str(inner[0].get('Subject', ''))) or 'mail'}.eml"
    return " ".join(header_text(name).split()).replace("\\", "/").rpartition("/")[2][:200]


def best_of(part: "Message[str, str]", body: Body) -> Iterator[str]:
    """Of the same words in several forms, the plain ones; the HTML where the plain ones only point to it."""
    forms: dict[str, str] = {}
    for one in subparts(part):
        found = "\n\n".join(texts(one, body)).strip()
        kind = "text/plain" if one.get_content_type() == "text/plain" else "other"
        forms[kind] = forms.get(kind) or found
    plain, other = forms.get("text/plain", ""), forms.get("other", "")
    yield plain if plain and len(plain) >= STUB * len(other) else other or plain


def words_of(part: "Message[str, str]", kind: str) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    text = text_of(data[: 4 * LONGEST_TEXT], charset_of(part)).replace("\r\n", "\n")
    if kind != "text/plain":
        return from_html(text)
    if parameter(part, "format") == "flowed":
        return unflowed(text, delsp=parameter(part, "delsp") == "yes")
    return text


def charset_of(part: "Message[str, str]") -> str | None:
    return parameter(part, "charset") or None


def parameter(part: "Message[str, str]", name: str) -> str:
    try:
        value = part.get_param(name) or ""
    except (LookupError, ValueError):
        return ""
    return str(value[2] if isinstance(value, tuple) else value).casefold()


def from_html(html: str) -> str:
    """HTML as Markdown, with quotes as quotes; where the converter finds nothing, what is left without the tags."""
    text = convert(html, HTML).content or ""
    return text if text.strip() else to_text(html).strip()
