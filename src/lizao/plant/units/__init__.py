"""THE UNITS: for each kind its numbers, its compiled step and its services."""
