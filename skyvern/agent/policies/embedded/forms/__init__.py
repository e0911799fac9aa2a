"""Values and fields: which value belongs in which field, and what puts it there."""
