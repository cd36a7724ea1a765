"""The page of an item of evidence: who held it, in whose hands it is, and what a digital item is known by."""
