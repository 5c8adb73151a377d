"""Statements as vectorised NumPy in float64, for large sizes; floats decide nothing."""
