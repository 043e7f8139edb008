"""TIMING-MARK (RFC 860): "tell me when you are here". Answered each time it is asked; never in effect."""

from __future__ import annotations

from telnet_client.protocol.codes import Option
from telnet_client.protocol.options.base import OptionHandler


class TimingMark(OptionHandler):
    """WILL is the mark itself: everything before the DO has been seen to."""

    code = Option.TIMING_MARK
    name = "TIMING-MARK"
    is_momentary = True
