"""`python -m facturelite` is the facturelite command."""

import sys

from facturelite.cli import main

sys.exit(main())
