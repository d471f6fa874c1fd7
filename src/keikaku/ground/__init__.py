"""The ground: what everything stands on: errors, terms and codes, text, files, the version."""
