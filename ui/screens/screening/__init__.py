"""The page of a screening: the seven statutory indicators, one large answer each."""
