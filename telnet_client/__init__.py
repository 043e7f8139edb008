"""TOPS-20 TELNET, reimagined."""

__version__ = "0.1.0"
