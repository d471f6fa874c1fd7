"""Assistants: the tools, the protocol, and what strangers send and write."""
