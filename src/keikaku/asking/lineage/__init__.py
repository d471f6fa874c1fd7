"""Lineage: finding a thing by its name, following it up and down, drawing the way."""
