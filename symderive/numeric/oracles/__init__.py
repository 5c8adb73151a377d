"""Independent implementations to compare with: PyTorch in float64, and those that a claim names.

They are evidence beside a verdict, as the check in floats is, and are asked only where somebody
wants them. PyTorch is an extra; where it is missing, nothing fails and it is said.
"""
