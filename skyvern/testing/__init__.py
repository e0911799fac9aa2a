"""Shipped twins and sample sites: what tests and the demo need to work without the outside world."""
