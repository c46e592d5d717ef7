"""What an operator must be told: alarms after ISA-18.2, their life, their rates. Pure."""
