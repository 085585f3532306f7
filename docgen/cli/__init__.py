"""The command line: reads arguments, prints, decides exit codes; jobs.py does the work."""

from docgen.cli.running import main, run

__all__ = ["main", "run"]
