"""Looking at a page: one injected pass per frame, parsed into plain records."""
