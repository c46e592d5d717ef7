"""THE PLC LAYER: services and interlocks of each kind of unit over its record and its kernel."""
