"""Writing, the same in all rooms: one form part, its preview, what is kept of it, its pictures."""
