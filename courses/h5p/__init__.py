"""H5P: packages checked, libraries approved, contents played in a sandbox or converted into questions of our own."""
