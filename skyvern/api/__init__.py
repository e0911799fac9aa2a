"""HTTP: one file of routes per resource, presenters that make the wire's shapes, and the web UI's page."""
