"""What can be written, and the one form in which it is kept: terms, reading, declarations."""
