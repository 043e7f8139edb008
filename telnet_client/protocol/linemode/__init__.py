"""LINEMODE (RFC 1184), the client's side: MODE, special characters, FORWARDMASK. Loaded when a host agrees to it."""
