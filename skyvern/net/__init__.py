"""Traffic that a workflow names: a guarded HTTP transport, and the filtering proxy in front of every browser."""
