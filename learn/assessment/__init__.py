"""What trainers do with answers: read free text, mend a wrong key, see how questions work."""
