"""Who is told what, and why: derived from the ledger, grouped and cut to the reader when it is read."""
