"""About what: the one spine row that all content shares, its versions, and who stands behind it."""
