"""Reports on people: one set-based query each, one list of columns for screen and file."""
