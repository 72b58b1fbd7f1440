"""What pages say in their own words, in Traditional and Simplified Chinese and in English.

To say something new: an entry with zh and en in templates/, words.toml for the explorer, paper.toml
for what is read on paper too.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.labels import simplified

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGES = {"zh-Hant": "繁體中文", "zh-Hans": "简体中文", "en": "English"}


@dataclass(frozen=True, slots=True)
class Wording:
    """Words in one language, of which `say` fills in the values."""

    language: str
    words: Mapping[str, str]

    def say(self, key: str, **values: object) -> str:
        """Return the words of `key` with {…} filled in."""
        return self.words[key].format(**values)

    def pick(self, zh: str, en: str) -> str:
        """Return of a name in Chinese and, perhaps empty, in English that of this language."""
        return in_three(zh, en)[self.language] or zh


def read_table(name: str) -> dict[str, Any]:
    """Return a TOML file of the templates, such as look.toml."""
    return tomllib.loads((TEMPLATES / name).read_text("utf-8"))


def read_wording(language: str) -> Wording:
    """Return the words of both tables in one of LANGUAGES."""
    if language not in LANGUAGES:
        raise ValueError(f"no page in {language!r}; there are {', '.join(LANGUAGES)}")
    rows = read_table("words.toml") | read_table("paper.toml")
    words = {key: in_three(row["zh"], row["en"])[language] for key, row in rows.items()}
    return Wording(language, words)


def in_three(zh: str, en: str) -> dict[str, str]:
    """Return a name by language; the Simplified is made from the Traditional."""
    return {"zh-Hant": zh, "zh-Hans": simplified(zh), "en": en}
