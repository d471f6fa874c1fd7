"""Bringing a store that an older version wrote up to this one, without its documents.

A store's data have a version (:data:`keikaku.store.manifest.FORMAT`). What a later version mints differently is told by
:class:`keikaku.store.migration.model.Step`: which IRIs are called otherwise, and how the lines of a file are rewritten.
``keikaku migrate`` takes one town after the other through all steps that lead from its version to this one; each
IRI that changed leaves ``dcterms:isReplacedBy`` in the graph ``…/graph/replaced-{code}``, which site and server
answer old addresses from.

To add a step:

1. Write a module in this package with ``STEP = Step(version, en, ja, renames=…, rewrite=…)``. ``renames(town)`` returns
   old IRI to new IRI; parts below a renamed thing (``…/budget/2020``) and statements whose object was renamed follow
   by themselves. ``rewrite(town, key, lines)`` returns the lines of one file, as the document says them by itself,
   after the renaming. ``notes(town)`` returns what only people or the documents can settle.
2. Name it in :data:`keikaku.store.migration.steps.STEPS`. Steps of one version run in the order in which they stand there; a step of
   data that were never released needs no version of its own.
3. Where it is a new version, raise ``FORMAT``.

What several documents share is settled afterwards (:mod:`keikaku.store.shared`); a step need not think of it.
"""
