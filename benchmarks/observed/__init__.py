"""What `benchmarks/observation.py` is made of: the pages, the ground truth, and the readers that are compared."""
