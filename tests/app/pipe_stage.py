"""As ``tests.app.single_stage``, with named pipes for its messenger, as Windows has them."""

from __future__ import annotations

import sys

from tests.app.single_stage import main
from wan_desktop.app import single_instance

if __name__ == "__main__":
    single_instance._NAMED_PIPES = True
    sys.exit(main(sys.argv[1:]))
