"""People in the CMS: rosters taken in, units as a tree, invitations, two accounts joined."""
