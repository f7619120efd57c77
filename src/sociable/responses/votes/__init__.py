"""Votes: that something was useful to somebody."""
