"""The command line. Data on standard output, all else on standard error; 0 done, 1 failed, 2 the words are off."""
