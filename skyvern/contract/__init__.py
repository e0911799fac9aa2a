"""What crosses HTTP: requests, answers, enumerations, errors and webhook bodies."""
