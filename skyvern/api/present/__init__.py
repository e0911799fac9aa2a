"""Pure functions from the domain's records to what callers see."""
