"""What a date or period in an article means: its ISO 8601 value, counted from the paper's day."""

from extract.dates.moment import DateWords, load_date_words
from extract.dates.resolve import resolve

__all__ = ["DateWords", "load_date_words", "resolve"]
