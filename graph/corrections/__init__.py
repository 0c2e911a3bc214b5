"""What people decide about the facts of the machine: merged, split, renamed, accepted, refused, added, dated, and all of it undone.

A correction names what it is about by the words in the document, so that it holds for another reading of it. Applying all of them is
a function of what the machine found and of the log: neither the order of files nor the number of runs matters.
"""
