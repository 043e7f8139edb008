"""A small TELNET host inside the program, for the first run, for practice and for the tests.

It stands at the far end of a real TCP connection and knows of the client only what a host can learn by negotiation.
Loaded by the DEMO command alone; it listens on the loopback address and nowhere else.
"""
