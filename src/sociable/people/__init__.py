"""Who: people, the identities they are known by, the accounts they sign in with, whether they can be reached."""
