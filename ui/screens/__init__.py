"""The screens, one package an area."""
