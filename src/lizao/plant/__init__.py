"""The virtual plant: physics, basic control and services, met only through a transport."""
