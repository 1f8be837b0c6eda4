"""``kho138 run`` in this process with every opened workbook counted: python -m tests.incremental.counted_run OUT.json."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from ingestion.workspace import Workspace


def main(out: Path) -> None:
    """Run the pipeline; write which files of the drop folder and of landing were opened for reading."""
    workspace = Workspace.from_environment()
    watched = {"drop": f"{workspace.drop}{os.sep}", "landing": f"{workspace.landing / 'objects'}{os.sep}"}
    opened: dict[str, dict[str, int]] = {name: {} for name in watched}

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open" or not isinstance(arguments[0], (str, os.PathLike)):
            return
        if arguments[2] & os.O_ACCMODE == os.O_RDONLY:
            path = os.fspath(arguments[0])
            for name, start in watched.items():
                if path.startswith(start) and Path(path).is_file():
                    opened[name][path] = Path(path).stat().st_size

    sys.addaudithook(hook)
    sys.argv = ["kho138", "run", "--json"]
    from orchestration.cli import main as kho138

    try:
        kho138()
    finally:
        said = {f"{name}_files": len(paths) for name, paths in opened.items()}
        said |= {f"{name}_bytes": sum(paths.values()) for name, paths in opened.items()}
        out.write_text(json.dumps(said), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
