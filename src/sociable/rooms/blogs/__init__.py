"""Blogs: the organisation as its own medium, each blog for its public."""
