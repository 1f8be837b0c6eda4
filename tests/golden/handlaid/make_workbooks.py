"""Write the workbooks anew: python -m tests.golden.handlaid.make_workbooks [NAME ...].

For the record only: the files are kept in ``workbooks/`` and no test makes them. Needs LibreOffice, xlwt, pandas,
openpyxl and msoffcrypto-tool on top of what the project needs.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.golden.handlaid import second_sheaf, strange_but_right, to_be_returned, with_queries
from tests.golden.handlaid.senders import WORKBOOKS

MODULES = (strange_but_right, with_queries, to_be_returned, second_sheaf)  # importing them fills WORKBOOKS


def main(names: list[str]) -> None:
    folder = Path(__file__).with_name("workbooks")
    folder.mkdir(exist_ok=True)
    for name, make in WORKBOOKS.items():
        if not names or any(name.startswith(n) for n in names):
            make(folder / name)


if __name__ == "__main__":
    main(sys.argv[1:])
