"""Sociable: an organisation's people publish, ask and answer in the open, and it knows who can help with what."""
