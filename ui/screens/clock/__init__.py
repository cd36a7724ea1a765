"""Clocks of the law on the screen: their words, the pane beside a record, changing one, the alert when one turns."""
