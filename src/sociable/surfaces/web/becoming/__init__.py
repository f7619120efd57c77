"""A thread that settled something becomes a page of the wiki, or a post, in one step; its people stand behind it."""
