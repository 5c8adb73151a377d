"""Families and recursions over a symbolic number of layers, by induction over the layer."""
