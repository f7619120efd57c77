"""Stories about the wiki."""
