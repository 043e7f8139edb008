"""Virtual-terminal protocols, sans-IO: bytes in, events and bytes out. No clock, socket, file or terminal."""
