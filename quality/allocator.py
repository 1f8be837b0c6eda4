"""How polars' allocator (jemalloc) treats memory that is free again: kept for some seconds, in huge pages.

A batch is some forty frames, each as large as the last. Given back after half a second (what polars asks for), their
pages are zeroed by the kernel over and over: a fifth of what a file costs. ``tests/benchmarks`` measures it.
"""

from __future__ import annotations

import os

VARIABLE = "_RJEM_MALLOC_CONF"
# huge pages are for who asks (the kernel's setting "madvise"); where it gives none, this changes nothing
SETTINGS = "dirty_decay_ms:5000,muzzy_decay_ms:-1,thp:always,metadata_thp:always"


def set_up() -> None:
    """Say so in the environment, of this process and of those it starts; what an operator has set there comes last.

    Heard only before polars is imported: after that it is too late, and nothing but the time it takes differs.
    """
    own = os.environ.get(VARIABLE, "")
    if SETTINGS not in own:
        os.environ[VARIABLE] = ",".join(filter(None, (SETTINGS, own)))
