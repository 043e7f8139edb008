"""What the commands of a terminal line have in common: no commands themselves."""
