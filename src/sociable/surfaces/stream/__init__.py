"""The streaming process: tells open pages that something they show has changed. Never a word of what was said."""
