"""Pure rules of learning: no framework, no clock of their own; `today` and `now` are handed in."""
