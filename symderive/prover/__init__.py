"""Decides statements about indexed tensors for all sizes; never sees a float.

:mod:`prove` is the way in. A term is read into polynomials over *atoms* (:mod:`ring`): indexed
factors, Iverson brackets of Presburger guards, and connected components of sums. :mod:`normalize`
brings sums to a canonical form, :mod:`weights` decides what normal forms leave open,
:mod:`obligations` sees to it that both sides are defined.

What is more than an equation has a room of its own: :mod:`inequalities`, :mod:`limits`,
:mod:`integrals`, :mod:`convexity`, :mod:`order` (sets of reals and infima) and :mod:`recursion`
(any number of layers). :mod:`writing` tells a reader what was found.
"""
