"""The browser host: a detached process that owns Chromium, its guard, downloads and frames, and outlives workers."""
