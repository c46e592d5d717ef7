"""What is told at the doors, shape by shape: what builds an answer is held to these."""
