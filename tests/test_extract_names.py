"""A few characters are a name if they begin with a surname and are as long as names are."""

import pytest

from extract.names import looks_like_a_name


@pytest.mark.parametrize("name", ["霍文韜", "歐陽啟文", "司徒澄", "区晓岚", "陈大文"])
def test_a_surname_and_a_given_name_look_like_a_name(name):
    assert looks_like_a_name(name)


@pytest.mark.parametrize("words", ["人才流動", "簡訊", "要點", "制度先行", "Kay Lam", "產業清單"])
def test_other_words_do_not(words):
    assert not looks_like_a_name(words)
