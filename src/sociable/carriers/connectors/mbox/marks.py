"""By what one knows quotes, forwarded mails, signatures and footers, in French and English."""

import re


def one_of(words: str) -> str:
    """A pattern for any of the phrases, a line each; either apostrophe, and any blanks between words."""
    phrases = (re.sub(r" +", r"\\s+", line.strip()) for line in words.strip().splitlines())
    return f"(?:{'|'.join(phrases)})".replace("'", "['’]")


DAY = r"(?:\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}:\d\d)"
VERB = one_of("""
    wrote
    writes
    said
    a écrit
    a ecrit
    écrivait
    écrit
    disait
    schrieb
    escribió
    ha scritto
""")

QUOTED = re.compile(r" ?>")
SUPERCITED = re.compile(r"[ \t]{0,4}[A-Z][A-Za-z]{0,9}> ?")
SESSION = re.compile(r">>> ")

ATTRIBUTION = re.compile(rf"\W*.*\b{VERB}\s*(?:\([^()]*\)\s*)?[:：]\W*$", re.IGNORECASE | re.DOTALL)
"""The line above a quote that says whose it is."""
DATED_ATTRIBUTION = re.compile(
    rf"\W*(?:on|le|am|il|el)\b.*(?:{DAY}).*(?:@|{DAY}).*\b{VERB}\s*[:：]\W*$", re.IGNORECASE | re.DOTALL
)
"""The same with nothing quoted below it by marks: then it must name a date, and a time or an address."""
BEGINNING = re.compile(r"\W*(?:on|le|am|in|en|dans|il|el)\b", re.IGNORECASE)
"""How such lines often begin."""

RULED = one_of(r"""
    original message
    original appointment
    message d'origine
    message original
    courriel d'origine
    courriel original
    rendez-vous d'origine
    forwarded message\b.*?
    forwarded by\b.*?
    message (?:transféré|réexpédié|transmis)\b.*?
    courriel transféré
    transféré par\b.*?
    reply message
    weitergeleitete nachricht
""")
UNRULED = one_of(r"""
    begin forwarded message
    début du message (?:réexpédié|transféré|transmis)
    forwarded message follows
""")
ORIGINAL = re.compile(rf"\W*[-_*=]{{2,}}\s*{RULED}\s*:?\s*[-_*=]{{2,}}\W*$|{UNRULED}\s*[:：]?\s*$", re.IGNORECASE)
RULER = re.compile(r"\s*(?:[_*-]{3,}|(?:[*-] ){3,})\s*$")
HEADER = one_of(r"""
    sent
    date
    to
    cc
    subject
    reply-to
    envoyé(?: le)?
    à
    a
    pour
    objet
    sujet
    copie(?: à)?
    destinataire
    répondre à
    importance
    organization
    attachments
    pièces jointes
    x-[a-z-]+
    message-id
""")
FROM = re.compile(r"\W{0,3}(?:from|de|von|expéditeur)\W{0,3}\s*[:：]\W{0,4}\s*\S", re.IGNORECASE)
OTHER_HEADER = re.compile(rf"\W{{0,3}}{HEADER}\W{{0,3}}\s*[:：]", re.IGNORECASE)

DASHES = re.compile(r"--[ \N{NO-BREAK SPACE}]$")
BARE_DASHES = re.compile(r"--$")
LONGEST_SIGNATURE = 12

LIST_WORDS = one_of(r"""
    mailing list
    liste de diffusion
    listinfo
    unsubscribe
    désabonn
    désinscri
    subscribed to
    abonné à
    /mailman
    postorius
    hyperkitty
    groups\.google
    sympa\b
    to leave this list
    quitter cette liste
    lists? archives?
""")
LIST_FOOTER = re.compile(LIST_WORDS, re.IGNORECASE)
FOOTER_START = re.compile(r"\s*(?:_{10,}|-{3,}|={5,}|--[ \N{NO-BREAK SPACE}]?|~{5,})\s*$")
LONGEST_FOOTER = 14

DEVICES = one_of(r"""
    sent from (?:my|a|mail|outlook|yahoo|proton|samsung|the)\b
    sent (?:with|via) \S
    typed on
    get outlook for
    envoyé (?:de|depuis|à partir de|avec|via|par) (?:mon|ma|mes|un|outlook|courrier|mail|yahoo|proton|la messagerie|l')
    télécharger outlook
    obtenir outlook
    provenance\s*:
    excuse (?:my )?brevity
    veuillez excuser ma brièveté
""")
DEVICE = re.compile(rf"\W*{DEVICES}", re.IGNORECASE)
LONGEST_DEVICE = 120

NOTICES = one_of(r"""
    confidential(?:ity)?\b
    avis (?:de|relatif à la) confidentialité
    avis important
    disclaimer\b
    legal notice
    this (?:e-?mail|message|communication|transmission)\b
    the (?:information|contents?) (?:contained )?(?:in|of) this
    ce (?:message|courriel|courrier|mail|mél)\b
    l'information (?:contenue|apparaissant)
    le présent (?:message|courriel)
    please consider the environment
    pensez à l'environnement
    avant d'imprimer
    devez-vous vraiment imprimer
""")
NOTICE_WORDS = one_of(r"""
    intended (?:solely |only |exclusively )?(?:recipient|for|solely)
    confiden
    privileged
    destiné
    destinataire
    environ
    imprim
""")
LEGAL = re.compile(rf"\W*{NOTICES}", re.IGNORECASE)
LEGAL_WORDS = re.compile(NOTICE_WORDS, re.IGNORECASE)
