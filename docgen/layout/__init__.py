"""The layout of official documents (GB/T 9704-2012): recognising the parts, judging, putting right."""
