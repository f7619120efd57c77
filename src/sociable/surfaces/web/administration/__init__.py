"""What an administrator looks after. Whoever is none finds nothing here, not even that it is there."""
