"""python -m telnet_client"""

import sys

from telnet_client.cli import main

if __name__ == "__main__":
    sys.exit(main())
