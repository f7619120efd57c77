"""The command line: data on standard output, everything else on standard error; 0 done, 1 failed, 2 the words are off."""
