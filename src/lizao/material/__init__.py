"""Where every kilogram is and what it is made of."""
