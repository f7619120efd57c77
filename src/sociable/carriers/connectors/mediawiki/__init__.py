"""What MediaWiki exports (schema 0.10, 0.11): pages with all their history, as a space here (`docs/mediawiki.md`)."""

from sociable.carriers.connectors.mediawiki.reading import MediaWiki

connector = MediaWiki()
