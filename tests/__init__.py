"""Short stories about the office: Ada asks, Bruno answers, Chioma moderates, and the Stranger always tries the door."""
