"""Grids and a register in; what was sent, whose it is and which of it counts out."""
