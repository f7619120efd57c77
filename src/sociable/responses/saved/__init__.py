"""Saved for later: a list that is one's own."""
