"""One live connection: between the network's stream and protocol engine below and the terminal above."""
