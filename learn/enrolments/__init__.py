"""What a person is learning: enrolments, attempts, progress, completions, and the log of events."""
