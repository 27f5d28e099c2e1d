"""The screens that count duties: overview, matrix, unit, requirement, cycles, and the list behind any number."""
