"""PURE: Open Badges 3.0 as signed JSON and JWT, in pictures, and the list of what was withdrawn."""
