"""What people should look at is listed with counts and the sentence in which it stands."""

import csv
import io

import pytest

from extract.article import Article
from extract.decisions import Decision, Decisions, make_decisions, read_decisions
from extract.gazetteer import load_gazetteer
from extract.gold import unmark
from extract.layout import lay_out
from extract.linking import link_mentions, load_linking_rules
from extract.mention import Extraction, Mention
from extract.review import find_candidates, write_candidates

GAZETTEER, RULES = load_gazetteer(), load_linking_rules()


def extraction(name, marked):
    text, marks = unmark(marked)
    document = lay_out(Article(name, text))
    mentions = [Mention(m.start, m.end, m.type, m.surface, "test") for m in marks]
    return Extraction(document, link_mentions(document, mentions, GAZETTEER, RULES), ())


def candidates(*marked, decisions=None):
    read = [extraction(f"a{index}", text) for index, text in enumerate(marked)]
    return find_candidates(read, GAZETTEER, RULES, decisions or Decisions())


def test_new_names_come_with_counts_and_a_sentence_and_known_names_not():
    found = candidates("[ORG 鯨躍會]成立。[ORG 貿發局]說好。", "會上有[ORG 鯨躍會]和[DATE 昨日]。")

    [row] = found
    assert (row.name, row.type, row.why, row.other) == ("鯨躍會", "ORG", "new name", "")
    assert (row.mentions, row.articles) == (2, 2)
    assert (row.article, row.sentence) == ("a0", "鯨躍會成立。")


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("[ORG 廣洲數據交易所]", "[ORG 廣州數據交易所]", "one character"),
        ("[PER 樊海雁]", "[PER 樊海燕]", ""),
        ("[PER 亞歷山大·盧卡申科]", "[PER 亞歷山大·盧卡申可]", "one character"),
        ("[ORG 鵬灣燈塔研究院]", "[ORG 鵬灣未來燈塔研究院]", "short form"),
        ("[ORG 鵬灣燈塔]", "[ORG 鵬灣燈塔有限公司]", "legal form"),
        ("[ORG 鵬灣燈塔大學]", "[ORG 鵬灣燈塔大學物理系]", ""),
        ("[ORG 香港大學]", "[ORG 香港鵬灣大學]", ""),
        ("[PLACE 鵬灣]", "[PLACE 鵬灣碼頭]", ""),
        ("[EVENT 第三屆灣區琴書節]", "[EVENT 第四屆灣區琴書節]", ""),
        ("[ORG 鵬灣燈塔研究院]", "[ZONE 鵬灣燈塔研究園]", ""),
    ],
)
def test_names_that_may_be_one_are_paired(first, second, why):
    found = [row.why for row in candidates(f"{first}來了。", f"{second}來了。") if row.other]

    assert found == ([why] if why else [])


def test_two_names_that_are_known_are_no_candidates():
    assert candidates("[ORG 香港大學]與[ORG 香港中文大學]來了。") == []


@pytest.mark.parametrize(
    "decision",
    [
        Decision("ignore", "廣洲數據交易所", "ORG"),
        Decision("different", "廣州數據交易所", "ORG", "廣洲數據交易所", "ORG"),
        Decision("same", "廣洲數據交易所", "ORG", "廣州數據交易所", "ORG"),
    ],
)
def test_what_is_decided_is_not_asked_again(decision):
    marked = "[ORG 廣洲數據交易所]與[ORG 廣州數據交易所]來了。"

    found = candidates(marked, decisions=make_decisions([decision]))

    assert [row for row in found if row.other] == []


def test_the_same_articles_give_the_same_bytes():
    marked = ["[ORG 鯨躍會]、[ORG 琴書會]。", "[ORG 琴書會]和[ORG 鯨躍聯會]。"]
    read = [extraction(f"a{index}", text) for index, text in enumerate(marked)]

    one = write_candidates(find_candidates(read, GAZETTEER, RULES, Decisions()))
    other = write_candidates(find_candidates(reversed(read), GAZETTEER, RULES, Decisions()))

    assert one == other


def test_a_decided_table_reads_as_decisions(tmp_path):
    table = write_candidates(candidates("[INIT +鯨躍工程]來了。"))
    [row] = csv.DictReader(io.StringIO(table))
    assert row["name"] == "'+鯨躍工程"
    path = tmp_path / "decisions.csv"
    path.write_text(table.replace("\n,'+鯨躍工程", "\nignore,'+鯨躍工程"), "utf-8")

    decisions = read_decisions(path)

    assert decisions == make_decisions([Decision("ignore", "+鯨躍工程", "INIT", "", "INIT")])
