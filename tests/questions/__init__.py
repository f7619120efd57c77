"""Questions, as the office asks and answers them."""
