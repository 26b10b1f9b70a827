"""The HTTP client of the crawl: bounded in time and size, careful whom it connects to."""
