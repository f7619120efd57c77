"""What is derived: drop it tonight, it is back tomorrow, identical."""
