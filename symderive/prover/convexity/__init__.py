"""Convex functions, definite matrices and shapes, brought back to relations."""
