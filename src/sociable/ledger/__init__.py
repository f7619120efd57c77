"""What happened: acts, in the order in which they were settled, and what is derived from them.

Everyone above reaches the journal through `acts` (write, read) and `projections` (derive); its tables are private.
"""
