"""What things are about, beyond their words and their language. Optional: the extra `semantic` brings the encoder."""
