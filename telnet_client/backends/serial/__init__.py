"""Terminal lines of this machine: which there are, how one is opened and set, and the stream of bytes over it."""
