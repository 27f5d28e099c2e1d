"""What must be learnt, by whom and why: the rules of the personnel office."""
