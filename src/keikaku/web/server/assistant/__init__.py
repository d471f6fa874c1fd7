"""What assistants are offered: the questions of the library and a few more as tools, evidence as resources (MCP)."""
