"""What is said about speed, measured: every figure beside what one would do instead."""
