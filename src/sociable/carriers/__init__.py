"""What crosses our wall, in or out."""
