"""`/me/`: what I say of myself, whether I can be asked, whom I am shown to, and how the site speaks and looks to me."""
