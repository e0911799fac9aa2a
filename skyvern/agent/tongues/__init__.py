"""Other languages: what labels and goals in German, French, Spanish and Portuguese say in English."""
