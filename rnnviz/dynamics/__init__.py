"""Where the hidden state goes and rests, one idea a file."""
