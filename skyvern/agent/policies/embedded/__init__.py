"""The embedded mind: rules, a lexicon and checks that pursue a goal without any model."""
