"""What people make, room by room. Rooms are strangers to each other, and to what is derived from them."""
