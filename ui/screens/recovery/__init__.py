"""The page of a recovery: sections laid out by hand, and the protocol with its clocks beside them."""
