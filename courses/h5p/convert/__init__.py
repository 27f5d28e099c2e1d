"""Pure: H5P's contents as questions and blocks of our own, and back; with a list of what is lost."""
