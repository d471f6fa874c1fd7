"""keikaku (計画): the plans of Japanese local governments as linked open data."""

__version__ = "0.1.0"
