"""Decisions on structure: what a person points at becomes a line of plan.yml, and all else in it stays as it is."""
