"""A corpus folder: the form in which anything else can be brought here (`docs/corpus.md`)."""

from sociable.carriers.connectors.corpus.reading import Corpus

connector = Corpus()
