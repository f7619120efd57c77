"""The blogs' pages: reading them, writing in them, their feeds."""
