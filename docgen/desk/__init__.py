"""The page on the secretary's desk: records, documents and notices in the browser, all on this machine."""
