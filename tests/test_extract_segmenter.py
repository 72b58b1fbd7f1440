"""Treebank sentences become lines of words with persons' names whole."""

from extract.segmenter import read_sentences, whole_names

TREEBANK = """# sent_id = 1
1	李	B-PER	-	-
2	家超	I-PER	-	-
3	今日	O	-	-
4	在	O	-	-
5	香港	B-LOC	-	-

1	Ada	B-PER	-	-
2	Lovelace	I-PER	-	-
"""


def test_a_surname_and_its_given_name_are_one_word(tmp_path):
    path = tmp_path / "treebank.iob2"
    path.write_text(TREEBANK, "utf-8")

    lines = [whole_names(sentence) for sentence in read_sentences(path)]

    assert lines == [["李家超", "今日", "在", "香港"], ["Ada", "Lovelace"]]
