"""A telnetlib3 server, to be run as a program that prints its port: says which character set is agreed on, and each
line that it reads, in ASCII. It offers CHARSET, with sixteen sets, to whoever has a terminal type.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import telnetlib3

GREETING = "Grüße für 5 £ in"


async def converse(reader: Any, writer: Any) -> None:
    """One caller."""
    writer.write(f"{GREETING} {writer.fn_encoding(outgoing=True)}\r\n? ")
    line = ""
    while character := await reader.read(1):
        if character in "\r\n":
            writer.write(f"\r\n<{line!a}>\r\n? ")
            line = ""
        else:
            line += character
            writer.echo(character)


async def main() -> None:
    """Serve until somebody ends the process."""
    server = await telnetlib3.create_server(host="127.0.0.1", port=0, shell=converse)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.wait_closed()


if __name__ == "__main__":
    asyncio.run(main())
