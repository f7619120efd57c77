"""The demo office: a few people at work, made through the same verbs as real life."""
