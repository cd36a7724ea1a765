"""The encrypted store: tables derived from the record declarations, and the journal they are views of."""
