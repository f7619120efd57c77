"""A list of the organisation's people, as a CSV file (`docs/people.md`)."""

from sociable.carriers.connectors.people.reading import PeopleFile

connector = PeopleFile()
