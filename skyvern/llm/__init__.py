"""The model port over pydantic-ai: one question, one typed answer, what it cost, and a small tree of errors."""
