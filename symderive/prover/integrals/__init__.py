"""Integrals over any measure, and Jensen's inequality for integrals and sums."""
