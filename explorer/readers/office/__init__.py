"""Word files of three generations and OFD, each by its own reader; what office packages and numbered lists share."""
