"""The agent: from a goal in plain language to actions on a page, and to a result that was checked."""
