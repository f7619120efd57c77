"""What a site says is new there: RSS, Atom, JSON Feed, from a file or the web (`docs/feeds.md`)."""

from sociable.carriers.connectors.feed.reading import Feed

connector = Feed()
