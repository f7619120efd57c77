"""Tools without a domain word: the clock, the databases' differences, HTML, progress, locks."""
