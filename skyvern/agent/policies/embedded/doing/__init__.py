"""The kinds of stage, a module of rules each: what is done next on the page as it is now."""
