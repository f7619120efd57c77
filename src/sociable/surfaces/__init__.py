"""Where people and programs meet the house: each translates, calls one verb or one query, and translates back."""
