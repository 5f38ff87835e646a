"""Products, one module each: what is composed, set, bound and verified to print it."""
