"""Pure: what of a statement from the frame may be believed, and a second look at it where the content can be graded."""
