"""The print behind a fact: which documents may be shown, which of their leaves, and what stands there."""
