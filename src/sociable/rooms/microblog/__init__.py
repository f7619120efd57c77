"""The microblog: short notes, what is said to them, and passing them on."""
