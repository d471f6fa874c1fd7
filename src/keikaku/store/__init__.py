"""A store: a folder of N-Quads files with a manifest; in memory, exported, and brought up from older versions."""
