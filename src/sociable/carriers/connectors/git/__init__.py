"""The history of a git repository: who wrote, reviewed and tested what (`docs/git.md`)."""

from sociable.carriers.connectors.git.reading import Git

connector = Git()
