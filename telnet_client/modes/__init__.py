"""What happens in each of the four modes. Together with terminal/, the only code that prints."""
