"""What runs when: commands, assets, schedules, publishing."""

import quality  # noqa: F401 — its settings must be heard before anything here imports polars
