"""The crawl: fetches a site, reads its pages, fills a snapshot."""
