"""The COMND functions, one file each; siblings do not import one another."""

from __future__ import annotations

#: Module and class of each, in the order of COMND's codes, ours behind them. A grammar imports what it uses.
FUNCTIONS = (
    ("keyword", "Keyword"),
    ("number", "Number"),
    ("guide_words", "GuideWords"),
    ("switch", "Switch"),
    ("input_file", "InputFile"),
    ("output_file", "OutputFile"),
    ("field", "Field"),
    ("confirm", "Confirm"),
    ("comma", "Comma"),
    ("text", "Text"),
    ("quoted_string", "QuotedString"),
    ("token", "Token"),
    ("character", "Character"),
    ("host_name", "HostName"),
    ("line_name", "LineName"),
)
