"""Normal forms and proofs written for a reader; nothing is decided here."""
