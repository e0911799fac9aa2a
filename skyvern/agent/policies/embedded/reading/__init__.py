"""From words to intents: what a goal's text asks for, told without a page."""
