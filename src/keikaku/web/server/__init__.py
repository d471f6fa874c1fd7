"""The server: what is published, by HTTP."""
