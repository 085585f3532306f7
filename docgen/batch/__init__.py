"""Batches (批量成文): a document for each row of a table, none missing, doubled or wrong."""
