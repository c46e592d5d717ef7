"""What is kept: fact streams, their views and sealed signal segments."""
