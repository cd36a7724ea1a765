"""What a person does: unlock, capture, look, resolve. Run alike by the window, the command line and the tests."""
