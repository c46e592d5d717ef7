"""The machines as services and signals over a transport."""
