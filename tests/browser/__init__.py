"""The learner's way in a real browser."""
