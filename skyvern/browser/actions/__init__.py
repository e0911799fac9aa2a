"""What can be done to a page: one file per action, registered by kind."""
