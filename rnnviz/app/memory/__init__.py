"""The parts of the Memory page, one file each."""
