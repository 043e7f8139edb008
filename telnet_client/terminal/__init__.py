"""The user's own terminal: the only code that touches its modes, and the only user of prompt_toolkit."""
