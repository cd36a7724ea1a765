"""The page of an operation: its life in steps, what is under way, who is where, what happened when."""
