"""TCP for the networks that run over it: how a host is written, looked up, connected to, and the stream of bytes."""
