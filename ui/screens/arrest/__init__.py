"""The page of an arrest: its charges from the law of the day, what they come to, the way through the prosecution."""
