"""BatchML: master recipes as the standard's XML, for exchange with other batch systems."""
