"""`make guard-eval`: recall and false refusals of the guard by kind, and the document that keeps them."""

from __future__ import annotations

import argparse
import sys

from tests.personal_data.corpus import EACH, corpus
from tests.personal_data.measure import Seen, city_register, measure
from tests.personal_data.report import DOCUMENT, document


def main() -> int:
    """Run it; ``--misses`` also shows what went wrong in the half that may be learned from."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--each", type=int, default=EACH, help="files of every sentence")
    arguments.add_argument("--update", action="store_true", help=f"write {DOCUMENT.name}")
    arguments.add_argument("--misses", action="store_true", help="texts judged wrongly, of the half not held out")
    asked = arguments.parse_args()
    seen = measure(corpus(asked.each), city_register())
    text = document(seen)
    sys.stdout.write(text)
    if asked.misses:
        sys.stdout.writelines(f"{line}\n" for line in map(_miss, seen) if line)
    if asked.update:
        DOCUMENT.write_text(text, encoding="utf-8")
    return 0


def _miss(one: Seen) -> str | None:
    right = not one.refused if one.case.kind is None else one.refused
    if right or one.case.held_out:
        return None
    said = " / ".join(one.case.texts[n].said for n in sorted(one.case.planted))
    return f"{one.case.group} | {said} | {', '.join(sorted(one.kinds))}"


if __name__ == "__main__":
    sys.exit(main())
