"""WHO MAY WHAT: users, their roles and passwords, and what they have signed."""
