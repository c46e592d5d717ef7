"""Words for people: English and Chinese by key, numbers, units and dates."""
