"""The course archive: a whole course in all its languages, as a folder or a zip file."""
