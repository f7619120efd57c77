"""Who can help with what: people ranked by what they did, with the things that speak for them."""
