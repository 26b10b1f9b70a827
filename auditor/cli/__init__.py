"""The command line: the composition root, where crawl, rules, ledger and reports meet."""
