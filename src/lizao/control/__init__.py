"""THE DECISIONS of making a batch: facts in, a pure decision, commands out."""
