"""Sets of reals, infima, functions that jump and events, by the order of the reals."""
