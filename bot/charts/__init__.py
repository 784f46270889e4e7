"""Pictures: plain data and the words to put on them come in, a PNG goes out."""
