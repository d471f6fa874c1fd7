"""The review desk without its browser: who is let in, what is sent, what is written."""
