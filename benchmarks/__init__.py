"""How fast and how small, in ratios against a baseline of the same run: ``python -m benchmarks``.

Nothing here is a test: a machine that does other things at the same time makes any time a lie, and a ratio of
interleaved runs at least the same lie for both.
"""
