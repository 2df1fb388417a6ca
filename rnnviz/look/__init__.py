"""How numbers look wherever they are drawn: their colours, and where a scale of colours ends."""
