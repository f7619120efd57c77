"""The pages of notes, timelines and circles."""
