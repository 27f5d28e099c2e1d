"""Pure: reads a .h5p file and refuses what is not safe; nothing is written here."""
