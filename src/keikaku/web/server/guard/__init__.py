"""The guard: strangers' queries run in processes that can be ended, within limits, reaching nothing outside.

guard = Guard(loader, limits=Limits(seconds=20))
await guard.start()
answer = await guard.run("ASK { ?s ?p ?o }")
await guard.stop()
"""
