"""Corridor's searches timed beside other libraries, with answers compared: see README.md."""
