"""The house: settings, clock, the loop and the one place where everything is joined."""
