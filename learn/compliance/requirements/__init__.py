"""Changing a requirement: the form, what a change would do, and doing it."""
