"""What came: opened, looked at, parsed, judged."""

import quality  # noqa: F401 — its settings must be heard before anything here imports polars
