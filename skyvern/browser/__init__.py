"""Browsers: sessions, what a page shows, what can be done to it, and the host process that owns Chromium."""
