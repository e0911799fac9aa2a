"""Looks at the whole: whether the goal is reached, and what else the page offers where no order leads on."""
