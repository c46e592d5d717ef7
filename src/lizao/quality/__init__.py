"""Good or not: specifications, samples, release and certificates."""
