"""The public test kit: the paper plant, fault injection and story helpers."""
