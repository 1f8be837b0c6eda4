"""A reader that never stops: follows the pointer, reads everything in that folder, and says what did not fit together."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import duckdb


def look(pointer: Path) -> str:
    """Number of the edition the whole folder says; raises when two parts of it say different ones."""
    folder = pointer.resolve(strict=True)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    with duckdb.connect(str(folder / "kho138.duckdb"), read_only=True) as connection:
        said = {str(value) for row in connection.execute("select a.n, b.n from a, b").fetchall() for value in row}
    said |= {str(n) for (n,) in duckdb.sql(f"from '{folder}/parquet/a.parquet'").fetchall()}
    said.add(manifest["number"])
    for path, digest in manifest["files"].items():
        if hashlib.sha256((folder / path).read_bytes()).hexdigest() != digest:
            raise ValueError(f"{folder}: {path} is not what the manifest says")
    if len(said) != 1:
        raise ValueError(f"{folder} mixes editions {sorted(said)}")
    return str(manifest["number"])


def main(pointer: Path, stop: Path) -> None:
    """Read until ``stop`` is there; print how often, how many editions were met, and whether they went forward."""
    seen: list[int] = []
    reads = 0
    while not stop.exists():
        number = int(look(pointer))
        reads += 1
        if not seen or seen[-1] != number:
            seen.append(number)
    print(json.dumps({"reads": reads, "editions": len(seen), "forward": seen == sorted(seen)}))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
