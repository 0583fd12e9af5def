"""Entry point of a Python worker process. Any Python can parse this file, so that an old one is refused in one line."""

import sys

if sys.version_info < (3, 8):
    sys.stderr.write(
        "Motia needs Python 3.8 or newer; this is %s (%s)\n"
        % (".".join(map(str, sys.version_info[:3])), sys.executable)
    )
    sys.exit(78)

from motia_worker.main import main  # noqa: E402

main()
