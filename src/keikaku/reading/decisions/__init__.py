"""What people decide about readings: the decisions, their file, and what they make of a reading."""
