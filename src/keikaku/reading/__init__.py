"""Reading: from a document's lines and cells to records, told by plan.yml.

`records` holds what a reading puts its records into, and the account of every line.
"""

from keikaku.reading.records import Account, Reading

__all__ = ["Account", "Reading"]
