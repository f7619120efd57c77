"""Thanks: a word to a person for a thing."""
