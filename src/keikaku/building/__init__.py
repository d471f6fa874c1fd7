"""Building many documents: processes that read, a journal of what is finished, reports that do not pile up.

A build is one change of its store, however long it takes: the manifest is replaced once, at the end, so nobody
sees half of it. So that a long one can be interrupted at any moment, each finished document is written down in
``journal.jsonl`` beside the manifest as soon as its graph file is there; the next build takes from the journal
what was made from the same bytes by the same code, and does the rest. Batches of commits would do the same
with less, but readers would see a country half old and half new for as long as a build runs.
"""
