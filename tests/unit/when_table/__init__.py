"""What people type for a time, and what it has to mean. Written before the grammar was.

23 November 2026, on which most of it is said, is a Monday.
"""

from __future__ import annotations

from tests.unit.when_table import english, french, german, spanish

BLOCKS = (*english.BLOCKS, *spanish.BLOCKS, *german.BLOCKS, *french.BLOCKS)
