"""Signing in, and what one signs in with. allauth does the work; here are its words, its addresses and our choices."""
