"""The questions of the Dynamics page, one file each."""
