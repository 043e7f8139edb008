"""This client beside the telnet clients found on the machine, on the same work: figures as ratios, goals as data.

Nothing here is installed with the program, and nothing here passes or fails: a benchmark reports.
"""
