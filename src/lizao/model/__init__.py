"""THE WORDS: frozen types shared by every room; standard library only, nothing but types."""
