"""Auditing: what an inspector does with a pocket calculator, on the text of any report.

Nothing here knows a record, a file format or a kind of report: text in, relations with verdicts out.
"""
