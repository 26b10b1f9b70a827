"""Reading government pages: bytes in, records out; knows nothing of Scrapy."""
