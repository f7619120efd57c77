"""Questions: so far, those that nobody here is known to be able to answer."""
