"""The command line, a module a family of verbs. Only here and in ``__main__`` do all parts meet."""
