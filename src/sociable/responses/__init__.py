"""What people do to what others made: comment on it."""
