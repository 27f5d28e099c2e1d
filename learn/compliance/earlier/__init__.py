"""Completions from before this platform: a file, its effect line by line, then all of it or nothing."""
