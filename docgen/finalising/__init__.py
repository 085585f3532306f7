"""A document on its way to the final copy (定稿): number and dates, what is open, what must not go out."""
