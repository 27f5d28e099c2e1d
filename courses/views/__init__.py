"""Views: files that people load, served so that none of them can act."""
