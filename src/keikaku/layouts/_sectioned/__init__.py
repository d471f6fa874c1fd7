"""Sectioned text: what the layouts of measure tables and of bulleted outlines share."""
