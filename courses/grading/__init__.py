"""PURE: what is right and how much of it. Knows questions as plain data; no framework, no database, no clock."""
