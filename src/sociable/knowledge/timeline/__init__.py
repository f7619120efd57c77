"""What happened lately, for whoever follows it: a table derived from the ledger, and one way to read it."""
