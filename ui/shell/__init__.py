"""The frame around the screens: rail, top strip, panes, shortcuts, locking when idle."""
