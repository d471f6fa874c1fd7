"""The folder that a publisher begins with: documents, drafts, how to publish, and a workflow that does it."""
