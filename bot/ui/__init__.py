"""Pure builders from results to what Discord shows."""
