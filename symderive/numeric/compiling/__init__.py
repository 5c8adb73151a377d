"""A compiler from terms to NumPy: readable Python source that is right for all sizes."""
