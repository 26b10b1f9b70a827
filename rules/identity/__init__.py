"""Rules on what shows whose site it is: footer, marks, domain, meta tags, new media."""
