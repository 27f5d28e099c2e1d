"""One decision for many people at once: chosen, shown with its effect, then written for all of them or none."""
