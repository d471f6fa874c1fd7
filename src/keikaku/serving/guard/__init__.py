"""The guard: strangers' queries run in processes that can be ended, within limits, reaching nothing outside.

guard = Guard(loader, limits=Limits(seconds=20))
await guard.start()
answer = await guard.run("ASK { ?s ?p ?o }")
await guard.stop()
"""

from __future__ import annotations

from keikaku.serving.guard.limits import Limits
from keikaku.serving.guard.pool import Guard
from keikaku.serving.guard.wire import Answer, Question

__all__ = ["Answer", "Guard", "Limits", "Question"]
