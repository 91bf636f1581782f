"""Cells of any file that names TwoFour's own columns: recognised, read, checked."""
