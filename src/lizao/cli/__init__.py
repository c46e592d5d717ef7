"""The door for the keyboard."""
