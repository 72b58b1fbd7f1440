"""Relations and the sentences that say them make whole facts: signings, gatherings, speeches, tenures."""

import pytest

from extract.mention import Entity


def org(*names):
    return tuple(Entity(name, "ORG") for name in names)


SIGNED = (
    "[EVENT 金融開放周][DATE 今日=2026-05-28]在[ZONE 前海]舉行。"
    "會上，[ORG 金管局]與[ORG 金融局]簽署《[INIT 諒解備忘錄]》，以便在[PLACE 深圳]試行。"
)
SIGNS = ("金管局 | signs | 諒解備忘錄", "金融局 | signs | 諒解備忘錄")


def test_an_agreement_has_all_its_parties_and_its_occasion_gives_the_day_and_the_place(said):
    [signing] = said(SIGNED, *SIGNS, "金融開放周 | locatedIn | 前海").facts.signings

    assert signing.parties == org("金管局", "金融局")
    assert signing.occasion == Entity("金融開放周", "EVENT")
    assert signing.place == Entity("前海", "ZONE")
    assert signing.date == "2026-05-28"


def test_the_day_and_the_place_that_the_sentence_gives_go_first(said):
    marked = "[ORG 甲局]與[ORG 乙局][DATE 昨日=2026-05-27]在[PLACE 廣州]簽署《[INIT 供水協議]》。"
    facts = ("甲局 | signs | 供水協議", "乙局 | signs | 供水協議")

    [signing] = said(marked, *facts, date="2026-05-27").facts.signings

    assert (signing.place, signing.date) == (Entity("廣州", "PLACE"), "2026-05-27")


def test_where_something_is_to_be_built_is_not_where_the_agreement_is_signed(said):
    marked = "[ORG 甲局]與[ORG 乙局]簽署《[INIT 供水協議]》，在[PLACE 三水]共建水廠。"

    [signing] = said(marked, "甲局 | signs | 供水協議").facts.signings

    assert signing.place is None


def test_parties_are_those_who_sign_in_the_surest_way(said):
    marked = "[ORG 甲局]簽署《[INIT 協議書]》。據報[ORG 乙局]亦簽。"
    asserted = said(marked, "甲局 | signs | 協議書")
    reported = said(marked, "乙局 | signs | 協議書", modality="reported")

    assert asserted.facts.signings[0].modality == "asserted"
    assert reported.facts.signings[0].modality == "reported"
    assert reported.facts.signings[0].parties == org("乙局")


HELD = "由[ORG 文化局]主辦、[ORG 甲社]支持的「[EVENT 環保展]」[DATE 7月9日=2026-07-09]起一連[QTY 三日]在[PLACE 澳門]舉行。"
HOSTS = (
    "文化局 | organises | 環保展",
    "甲社 | supports | 環保展",
    "環保展 | locatedIn | 澳門",
)


def test_an_event_has_its_organisers_supporters_place_and_days(said):
    [gathering] = said(HELD, *HOSTS).facts.gatherings

    assert gathering.organisers == org("文化局")
    assert gathering.supporters == org("甲社")
    assert gathering.places == (Entity("澳門", "PLACE"),)
    assert (gathering.start, gathering.end) == ("2026-07-09", "2026-07-11")


def test_of_an_event_that_is_over_the_first_day_is_counted_back(said):
    marked = "為期[QTY 兩日]的[EVENT 高峰論壇][DATE 昨日=2026-09-10]在[PLACE 香港]閉幕。"

    [gathering] = said(marked, "高峰論壇 | locatedIn | 香港").facts.gatherings

    assert (gathering.start, gathering.end) == ("2026-09-09", "2026-09-10")


@pytest.mark.parametrize("length", ["99999999999日", "多日"])
def test_a_length_that_is_no_number_of_days_gives_no_last_day(said, length):
    marked = f"[EVENT 環保展][DATE 7月9日=9999-12-31]起一連[QTY {length}]在[PLACE 澳門]舉行。"

    [gathering] = said(marked, "環保展 | locatedIn | 澳門").facts.gatherings

    assert (gathering.start, gathering.end) == ("9999-12-31", "")


def test_a_day_without_a_value_is_not_a_day(said):
    marked = "[EVENT 環保展][DATE 今日]在[PLACE 澳門]舉行。"

    [gathering] = said(marked, "環保展 | locatedIn | 澳門").facts.gatherings

    assert gathering.start == ""


SPEECH = (
    "[EVENT 推介會][DATE 28日=2026-05-28]在[PLACE 廣州]舉行。\n"
    "會上，[ORG 商經局][POST 局長][PER 丘應樺]致辭表示，[ORG 出海專班]已展開工作。"
    "專班會支援企業。[PER 丘應樺]並說，[INIT 出海全球通]將推出。\n"
    "[PER 丘應樺]另表示，[PLACE 香港]整裝待發。\n"
)
SAID = (
    "丘應樺 | comments | 出海專班",
    "丘應樺 | comments | 出海全球通",
    "丘應樺 | comments | 香港",
)


def test_what_one_person_says_in_a_paragraph_is_one_speech_with_its_words(said):
    article = said(SPEECH, *SAID)

    first, second = article.facts.speeches

    words = article.document.text[first.start : first.end]
    assert words.startswith("會上，")
    assert words.endswith("出海全球通將推出。")
    assert {topic.name for topic in first.topics} == {"出海專班", "出海全球通"}
    assert {topic.name for topic in second.topics} == {"香港"}


def test_a_speech_at_an_event_has_its_occasion_and_the_event_its_speaker(said):
    facts = said(SPEECH, *SAID, "推介會 | locatedIn | 廣州").facts

    assert [speech.occasion for speech in facts.speeches] == [Entity("推介會", "EVENT"), None]
    assert facts.gatherings[0].speakers == (Entity("丘應樺", "PER"),)


def test_an_address_is_given_at_the_one_event_of_the_article(said):
    marked = "[EVENT 推介會][DATE 28日=2026-05-28]在[PLACE 廣州]舉行。[PER 陳麗文]致辭時指出，[PLACE 廣東]是門戶。"

    [speech] = said(marked, "陳麗文 | comments | 廣東").facts.speeches

    assert speech.occasion == Entity("推介會", "EVENT")


def test_two_persons_in_a_paragraph_make_two_speeches(said):
    marked = "[PER 甲君]說，[PLACE 香港]好。[PER 乙君]說，[PLACE 廣東]好。[PER 甲君]再說，[PLACE 澳門]好。"
    facts = ("甲君 | comments | 香港", "乙君 | comments | 廣東", "甲君 | comments | 澳門")

    speeches = said(marked, *facts).facts.speeches

    assert [(one.speaker.name, one.topics[0].name) for one in speeches] == [
        ("甲君", "香港"),
        ("乙君", "廣東"),
        ("甲君", "澳門"),
    ]


@pytest.mark.parametrize(
    ("marked", "start", "end"),
    [
        (
            "[PER 陸景謙]將於[DATE 10月2日=2026-10-02]出任[ORG 引進辦][POST 主任]。",
            "2026-10-02",
            "",
        ),
        (
            "[PER 陸景謙]獲委任為[ORG 引進辦][POST 主任]，[DATE 3月1日=2026-03-01]生效。",
            "2026-03-01",
            "",
        ),
        ("[PER 陸景謙]任[ORG 引進辦][POST 主任]，任期至[DATE 2028年2月=2028-02]。", "", "2028-02"),
        ("[DATE 昨日=2026-03-01]，[ORG 引進辦][POST 主任][PER 陸景謙]表示滿意。", "", ""),
    ],
)
def test_a_post_is_held_from_and_until_the_days_that_the_text_says(said, marked, start, end):
    [tenure] = said(marked, "陸景謙 | holdsPost | 引進辦", post="主任").facts.tenures

    assert (tenure.title, tenure.start, tenure.end) == ("主任", start, end)


def test_a_number_counts_what_the_subject_of_its_clause_has(said):
    marked = "[ZONE 中白工業園]已成功引進來自[QTY 16個國家]的[QTY 175家企業]。"

    of_countries, of_companies = said(marked).facts.measures

    assert (of_countries.value, of_countries.unit, of_countries.of) == ("16", "個", None)
    assert (of_companies.value, of_companies.counted) == ("175", "企業")
    assert (of_companies.of, of_companies.aspect) == (Entity("中白工業園", "ZONE"), "attracts")


def test_where_no_wording_says_whose_a_number_is_it_is_the_sentences(said):
    [measure] = said("[PLACE 香港]佔[QTY 約三成]。").facts.measures

    assert (measure.value, measure.unit, measure.qualifier) == ("30", "%", "about")
    assert measure.of is None


def test_what_is_planned_is_measured_as_planned(said):
    [measure] = said("[ORG 中電]擬投資[QTY 58億元]。").facts.measures

    assert (measure.aspect, measure.modality, measure.value) == ("invests", "planned", "5800000000")


def test_a_number_that_says_only_about_how_many_is_left_out(said):
    assert said("[PLACE 香港]的[QTY 數十家公司]關門。").facts.measures == ()


def test_an_article_without_relations_has_no_whole_facts(said):
    facts = said("[PLACE 香港]天晴。").facts

    assert not any((facts.signings, facts.gatherings, facts.speeches, facts.tenures))
