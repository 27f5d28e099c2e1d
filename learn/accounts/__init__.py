"""People: who they are, where they work, and who may see whom."""
