"""A person's attention is theirs: quiet hours, what they want to be told of, and how far they have looked."""
