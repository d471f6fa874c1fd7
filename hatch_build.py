"""Takes what ``make web`` bundled into the wheel where it is there; a wheel without it serves everything else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling does not export its configuration's type
    """Adds ``build/web`` to the wheel as ``keikaku/content/web``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the folder to hatchling, which would refuse to name one that is not there."""
        if version == "standard" and (Path(self.root) / "build" / "web").is_dir():
            build_data["force_include"]["build/web"] = "keikaku/content/web"
