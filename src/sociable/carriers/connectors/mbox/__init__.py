"""Mail: mbox files and Maildir folders, in threads (`docs/mail.md`)."""

from sociable.carriers.connectors.mbox.reading import Mbox

connector = Mbox()
