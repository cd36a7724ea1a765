"""How everything looks: tokens, the style sheet made of them, the bundled font and the icons."""
