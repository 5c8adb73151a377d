"""Seeded mutants and true rewritings of the set of identities: what the prover must not confuse."""
