"""The command as it is installed, whatever the folder it is started from."""

import sys
from pathlib import Path

FACTURELITE = str(Path(sys.executable).with_name("facturelite"))
