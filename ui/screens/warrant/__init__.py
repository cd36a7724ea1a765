"""The page of a search warrant: its life as a bar, the law's clocks on it, what was seized."""
