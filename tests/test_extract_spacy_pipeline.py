"""The extractor as a spaCy component, and the words that spaCy cuts with our pkuseg model."""

import pytest
import spacy

from extract.spacy_pipeline import chinese

SENTENCE = "香港特別行政區政府商務及經濟發展局局長丘應樺28日在廣州表示，香港會支援內地企業出海。"


@pytest.fixture(scope="module")
def nlp():
    pipeline = chinese()
    pipeline.add_pipe("gbakg")
    return pipeline


def test_words_are_whole_and_joined_they_are_the_text(nlp):
    words = [token.text for token in nlp.make_doc(SENTENCE)]

    assert "".join(words) == SENTENCE
    assert {"香港", "表示", "企業"} <= set(words)


def test_the_component_finds_names_and_relations(nlp):
    doc = nlp(SENTENCE)

    names = {(ent.label_, ent.kb_id_) for ent in doc.ents}
    assert {("ORG", "商務及經濟發展局"), ("PER", "丘應樺"), ("PLACE", "廣州")} <= names
    facts = {(r.subject.name, r.relation, r.object.name) for r in doc._.relations}
    assert ("丘應樺", "holdsPost", "商務及經濟發展局") in facts
    assert doc.spans["gbakg"][0].text.endswith("商務及經濟發展局")


def test_a_blank_pipeline_of_characters_takes_the_component_too():
    nlp = spacy.blank("zh")
    nlp.add_pipe("gbakg")

    assert any(ent.kb_id_ == "廣州" for ent in nlp("香港與廣州簽署協議。").ents)
