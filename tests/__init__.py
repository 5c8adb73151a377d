"""The tests, in folders that mirror the package, and the sets of identities that they share."""
