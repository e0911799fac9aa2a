"""The composition roots: each process of the product is built and wired here, and only here."""
