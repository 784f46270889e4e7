"""The calendar of maintenance jobs."""
