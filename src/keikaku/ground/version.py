"""The version of keikaku, of its ontology, and of what it writes."""

__version__ = "0.1.0"
