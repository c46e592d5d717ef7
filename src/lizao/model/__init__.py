"""THE WORDS: frozen types shared by every room; standard library only, no I/O, no clock, no chance."""
