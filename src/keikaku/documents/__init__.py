"""Files as municipalities publish them become documents: parts of lines and tables, each with its place."""
