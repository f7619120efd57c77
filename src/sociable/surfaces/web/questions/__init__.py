"""The pages of questions: ask, answer, bring to who can help, and the lists of what is open."""
