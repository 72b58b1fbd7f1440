"""Half characters, which JSON can write and UTF-8 cannot, never get as far as a graph."""

from dataclasses import replace

import pytest

from extract.errors import InputError
from extract.layout import lay_out
from extract.mention import Entity
from kg.claims import graph_of
from kg.embedded import open_store

HOSTS = ("[ORG 貿發局]主辦[EVENT 論壇]。", "貿發局 | organises | 論壇")


@pytest.mark.parametrize("field", ["id", "text", "title", "source", "author", "date"])
def test_an_article_with_half_a_character_is_refused_with_its_place(said, field):
    whole = said(*HOSTS)
    article = replace(whole.document.article, **{field: "香港\udfff。"})

    with pytest.raises(InputError) as refused:
        graph_of([replace(whole, document=lay_out(article), links=(), relations=())], {})

    name = "\\u9999\\u6e2f\\udfff\\u3002" if field == "id" else "a"
    fault = f"its {field} holds half a character (U+DFFF at 2); write it as UTF-8"
    assert str(refused.value) == f"article {name}: {fault}"


@pytest.mark.parametrize("field", ["subject", "object", "post", "date"])
def test_a_relation_with_half_a_character_is_refused(said, field):
    whole = said(*HOSTS)
    half = Entity("\ud83d", "ORG") if field in ("subject", "object") else "\ud83d"
    relation = replace(whole.relations[0], **{field: half})

    with pytest.raises(InputError, match=r"its relation holds half a character \(U\+D83D"):
        graph_of([replace(whole, relations=(relation,))], {})


def test_a_store_refuses_it_too_and_stays_as_it_was(said, tmp_path):
    whole = said(*HOSTS)
    [one, *others] = whole.links
    half = replace(one, entity=Entity("貿\ud83d", "ORG"))
    store = open_store(tmp_path, {})
    store.add([whole])
    before = store.quads()

    with pytest.raises(InputError, match="its entity holds half a character"):
        store.add([replace(whole, links=(half, *others))])

    assert store.quads() == before


def test_a_character_beyond_the_basic_plane_is_whole(said):
    assert graph_of([said("[ORG 𠮷野家]主辦[EVENT 論壇]🎉。", "𠮷野家 | organises | 論壇")], {})
