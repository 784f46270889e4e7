"""The rules: pure, synchronous, no clock and no Discord."""
