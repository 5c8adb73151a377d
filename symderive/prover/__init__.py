"""Decides statements about indexed tensors for all sizes; never sees a float.

A term is read into polynomials over *atoms* (:mod:`ring`): indexed factors, Iverson brackets of
Presburger guards, and connected components of sums. :mod:`normalize` brings sums to a canonical
form, :mod:`weights` decides what normal forms leave open, :mod:`obligations` sees to it that both
sides are defined.
"""
