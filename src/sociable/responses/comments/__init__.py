"""Comments: a comment is a thing, said to another before the same public; here is what only comments need."""
