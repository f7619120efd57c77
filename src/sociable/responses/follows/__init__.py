"""Follows and mutes: what somebody wants to hear of, and what they do not."""
