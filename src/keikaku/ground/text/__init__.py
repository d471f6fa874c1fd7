"""Text as it is printed: its encoding, characters that are one, and what two prints of one text have in common."""
