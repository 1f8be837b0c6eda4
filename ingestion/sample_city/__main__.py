"""``python -m ingestion.sample_city [HOME]``: write the demonstration city."""

import sys
from pathlib import Path

from ingestion.sample_city.write_city import write_city
from ingestion.workspace import Workspace

print(write_city(Path(sys.argv[1]) if len(sys.argv) > 1 else Workspace.from_environment().home))  # noqa: T201
