"""Questions: asked in the open, brought to who can help, answered; and those that nobody here is known to answer."""
