"""The COMND parser, sans-IO: a line's text in, values out. No clock, file, socket or terminal; no effects."""
