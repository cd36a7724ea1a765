"""What people wrote differently, side by side, and the decision."""
