"""What commands of one kind have in common, a kind a file: no commands themselves."""
