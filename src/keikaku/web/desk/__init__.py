"""The review desk: a document's print beside what was read of it, in the browser of the person who answers for it."""
