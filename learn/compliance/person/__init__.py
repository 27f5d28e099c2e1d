"""One person as the personnel office and heads see them: duties, why they stand as they do, decisions."""
