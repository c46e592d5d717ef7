"""The physical laws of the plant: small pure compiled functions that know no machine."""
