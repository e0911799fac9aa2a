"""The minds: each decides what to do next from goal, observation and history."""
