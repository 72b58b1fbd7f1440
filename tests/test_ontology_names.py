"""IRIs can be read, are legal, and differ where what they name differs."""

import re
import unicodedata

from hypothesis import assume, example, given
from hypothesis import strategies as st

from ontology.names import ENTITY, article_iri, entity_iri, hashed_iri

TAGS = st.sampled_from(["ORG", "PER", "ZONE", "PLACE", "INIT"])
# RFC 3987: a segment of a path (isegment), with Turtle's IRIREF inside it.
ILLEGAL = re.compile(
    r"[\x00-\x20<>\"{}|^`\\/?#\[\]\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufff0-\uffff]"
)


def test_a_chinese_name_stands_in_its_iri_as_it_is_read():
    assert entity_iri("河套深港科技創新合作區", "ZONE") == ENTITY + "河套深港科技創新合作區"


def test_full_width_brackets_stay_and_a_slash_does_not():
    iri = entity_iri("招商局集團海外部/國際合作部（深圳）", "ORG")

    assert iri == ENTITY + "招商局集團海外部%2F國際合作部（深圳）"


def test_a_name_that_two_types_share_carries_its_type():
    assert entity_iri("南沙", "ZONE", ambiguous=True) == ENTITY + "南沙_ZONE"


def test_a_name_that_ends_like_a_type_is_not_taken_for_one():
    assert entity_iri("南沙_ZONE", "ORG") != entity_iri("南沙", "ZONE", ambiguous=True)


def test_names_of_dots_do_not_climb_out_of_their_folder():
    assert entity_iri("..", "ORG") == ENTITY + "%2E%2E"


def test_one_name_in_two_unicode_forms_has_one_iri():
    assert entity_iri("Caf\u00e9", "ORG") == entity_iri("Cafe\u0301", "ORG")


@given(st.text(st.characters(codec=None)), TAGS, st.text(st.characters(codec=None)), TAGS)
@example("a b", "ORG", "a%20b", "ORG")
@example("a_ORG", "ORG", "a%5FORG", "ORG")
def test_names_that_differ_get_iris_that_differ(one, type_of_one, other, type_of_other):
    nfc = [unicodedata.normalize("NFC", name) for name in (one, other)]
    assume((nfc[0], type_of_one) != (nfc[1], type_of_other))

    shared = nfc[0] == nfc[1]
    first = entity_iri(one, type_of_one, ambiguous=shared)
    second = entity_iri(other, type_of_other, ambiguous=shared)

    assert first != second
    assert first != entity_iri(other, type_of_other, ambiguous=True) or shared


@given(st.text(st.characters(codec=None)), TAGS, st.booleans())
def test_the_iri_of_any_text_is_legal(name, type_, ambiguous):
    local = entity_iri(name, type_, ambiguous=ambiguous).removeprefix(ENTITY)

    assert not ILLEGAL.search(local)
    assert re.fullmatch(r"(?:[^%]|%[0-9A-F]{2})*", local)


def test_an_article_id_with_a_folder_stays_one_segment():
    assert article_iri("seeds/01").endswith("/article/seeds%2F01")


def test_a_hash_tells_where_one_part_ends_and_the_next_begins():
    assert hashed_iri("x:", "ab", "c") != hashed_iri("x:", "a", "bc")


def test_a_hash_is_the_same_for_the_same_words():
    assert hashed_iri("x:", "河套", 3) == hashed_iri("x:", "河套", 3)
