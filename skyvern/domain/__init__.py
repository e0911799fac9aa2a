"""The words of the project as plain, frozen records; no I/O and nothing from outside the standard library."""
