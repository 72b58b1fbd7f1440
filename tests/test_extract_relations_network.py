"""The network that reads lines: a pair's odds come from its own lines, whatever else there is."""

import numpy as np
import pytest

from extract import resources
from extract.article import Article
from extract.layout import lay_out
from extract.mention import Entity, Link, Mention
from extract.relations.loading import load_words
from extract.relations.network import load_network
from extract.relations.rank import look, pairs_of
from extract.relations.reading import LONGEST, read

WORDS = load_words()
SIGNING = "[ORG 創科局]與[ORG 深圳市科技創新局]昨日簽署《[INIT 合作備忘錄]》。"


@pytest.fixture(scope="module")
def network():
    return load_network(resources.path("models/relations"))


@pytest.fixture
def odds(network, annotated):
    """Return the odds of a relation between two names of a marked text."""

    def of(text, subject, relation, object_):
        seen = look(*annotated(text), WORDS)
        pairs = pairs_of(seen, WORDS)
        names = [entity.name for entity in seen.entities]
        table = read(seen, pairs, network, tuple(WORDS.ends))[:, list(WORDS.ends).index(relation)]
        ends = zip(seen.entity[pairs.subject], seen.entity[pairs.object], strict=True)
        return max(
            float(table[n])
            for n, (s, o) in enumerate(ends)
            if (names[s], names[o]) == (subject, object_)
        )

    return of


def test_what_is_said_of_other_names_does_not_change_a_pair(odds):
    alone = odds(SIGNING, "創科局", "signs", "合作備忘錄")

    others = "[PER 陳大文]在[PLACE 澳門]說，天氣炎熱。" * 9
    among = odds(SIGNING + others, "創科局", "signs", "合作備忘錄")

    assert alone == pytest.approx(among, abs=1e-4)


def test_a_signing_reads_unlike_a_criticism(odds):
    signed = odds(SIGNING, "創科局", "signs", "合作備忘錄")
    told = odds(
        "[ORG 創科局]批評《[INIT 合作備忘錄]》遺漏環保條款。", "創科局", "signs", "合作備忘錄"
    )

    assert signed > 0 > told


def test_both_scripts_read_the_same(odds):
    hant = odds(SIGNING, "創科局", "signs", "合作備忘錄")
    hans = "[ORG 创科局]与[ORG 深圳市科技创新局]昨日签署《[INIT 合作备忘录]》。"

    assert odds(hans, "创科局", "signs", "合作备忘录") == pytest.approx(hant, abs=1e-4)


def test_names_far_on_in_an_endless_line_are_read_without_a_fault(network):
    text = "甲局" + "與" * 3 * LONGEST + "乙局"
    links = [
        Link(Mention(at, at + 2, "ORG", name, "gold"), Entity(name, "ORG"), "gold")
        for at, name in ((0, "甲局"), (len(text) - 2, "乙局"))
    ]
    seen = look(lay_out(Article("a", text)), links, WORDS)

    table = read(seen, pairs_of(seen, WORDS), network, tuple(WORDS.ends))

    assert len(table) and np.isfinite(table).all()
