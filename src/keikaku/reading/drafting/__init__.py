"""Drafts: a first plan.yml for a document that nobody has described yet, with its reasons and its questions."""
