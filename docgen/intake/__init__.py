"""What offices have in tables, read into records."""
