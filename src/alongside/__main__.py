"""``python -m alongside`` is the command line."""

import sys

from alongside.cli import main

sys.exit(main())
