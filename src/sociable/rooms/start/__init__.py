"""The first day of a site: a few steps, in any order, each of which may be skipped and come back to."""
