import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizer import resources, romanise, schemes
from normalizer.errors import TableError, UnknownSchemeError
from normalizer.scripts import script_of

ALL_SCHEMES = schemes.scheme_ids()
SAMPLES = [
    pytest.param(scheme, original, romanised, id=f"{scheme}-{original}")
    for scheme in ALL_SCHEMES
    for original, romanised in schemes.load_scheme(scheme).samples
]
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
CYRILLIC = st.text(st.characters(min_codepoint=0x0400, max_codepoint=0x052F), max_size=30)
LATIN = st.text(st.characters(max_codepoint=0x024F))


@pytest.mark.parametrize(("scheme", "original", "romanised"), SAMPLES)
def test_sample_of_a_scheme(scheme: str, original: str, romanised: str) -> None:
    """Each sample comes out as its standard writes it."""
    assert romanise.romanise(original, scheme) == unicodedata.normalize("NFC", romanised)


@pytest.mark.parametrize("scheme", ALL_SCHEMES)
def test_every_letter_is_mapped_to_latin(scheme: str) -> None:
    """No letter of a scheme's alphabet comes out in its own script."""
    table = schemes.load_scheme(scheme)
    for letter in table.mapping:
        for written in (letter, letter.upper()):
            made = romanise.romanise(f"{written}{letter}", scheme)
            assert {script_of(part) for part in made} <= {"Latn", ""}, (letter, made)


@pytest.mark.parametrize("scheme", ALL_SCHEMES)
def test_rules_name_known_letters(scheme: str) -> None:
    """A rule never waits for a letter that the mapping lacks: it would be respelt first."""
    table = schemes.load_scheme(scheme)
    known = set(table.mapping)
    for rule in table.rules:
        foreign = {part for part in rule.match if script_of(part) not in ("", "Latn")}
        assert foreign <= known, rule


@pytest.mark.parametrize("scheme", ALL_SCHEMES)
def test_every_rule_is_shown_by_a_sample(scheme: str) -> None:
    """Each rule wins somewhere in a sample, so none is dead or untested."""
    table = schemes.load_scheme(scheme)
    ordered = re.compile("|".join([*(f"({rule.match})" for rule in table.rules), "."]))
    originals = " ".join(original for original, _ in table.samples)
    words = unicodedata.normalize("NFC", originals.lower()).replace("'", "ʼ")
    shown = {found.lastindex for found in ordered.finditer(words)}
    unseen = [rule for number, rule in enumerate(table.rules, 1) if number not in shown]
    assert not unseen


@pytest.mark.parametrize(
    ("alphabet", "scheme"),
    [
        ("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "ru_"),
        ("абвгґдеёжзійклмнопрстуўфхцчшыьэюя", "be_"),
        ("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "uk_"),
        ("абвгдежзийклмнопрстуфхцчшщъьюя", "bg_"),
        ("абвгдђежзијклљмнњопрстћуфхцчџш", "sr_"),
        ("абвгдѓежзѕијклљмнњопрстќуфхцчџш", "mk_"),
        ("αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ", "el_"),
        ("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "ka_"),
        ("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև", "hy_"),
    ],
)
def test_alphabet_is_complete(alphabet: str, scheme: str) -> None:
    """Every scheme of a language maps the language's whole alphabet."""
    found = [known for known in ALL_SCHEMES if known.startswith(scheme)]
    assert found
    for known in found:
        assert set(alphabet) <= set(schemes.load_scheme(known).mapping), known


@pytest.mark.parametrize(
    ("original", "romanised"),
    [
        ("Щукин", "Shchukin"),
        ("ЩУКИН", "SHCHUKIN"),
        ("щукин", "shchukin"),
        ("Щ. Щукин", "Shch. Shchukin"),
        ("БелАЩ", "BelASHCH"),
        ("ЯК-42", "YAK-42"),
        ("ДОСТОЕВСКИЙ", "DOSTOYEVSKY"),
    ],
)
def test_case_is_kept(original: str, romanised: str) -> None:
    """Outputs of several letters follow the case around their letter."""
    assert romanise.romanise(original, "ru_news_en") == romanised


def test_ending_that_a_rule_adds_has_the_case_of_the_word() -> None:
    """An ending added after the last letter is in capitals after capitals."""
    assert romanise.romanise("ПУТИН Путин", "ru_lt") == "PUTINAS Putinas"


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", "‘", "`"])
def test_apostrophes_are_one_letter(apostrophe: str) -> None:
    """Each way to type an apostrophe inside a word is read alike."""
    assert romanise.romanise(f"Знам{apostrophe}янка", "uk_bgn1965") == "Znam”yanka"


def test_quotation_marks_are_no_apostrophes() -> None:
    """Quotation marks around a word stay."""
    assert romanise.romanise("'Київ' «Львів»", "uk_kmu2010") == "'Kyiv' «Lviv»"


@pytest.mark.parametrize("written", ["Николаи\u0306", "Никола\u0301й", "Никола\u0300и\u0306"])
def test_combining_marks(written: str) -> None:
    """A short i in two parts is one letter, and stress marks are dropped."""
    assert romanise.romanise(written, "ru_news_en") == "Nikolay"


@pytest.mark.parametrize(
    ("original", "scheme", "romanised"),
    [
        ("Ігор", "ru_news_en", "Igor"),
        ("Їжак ЇЖАК", "ru_news_en", "Yizhak YIZHAK"),
        ("Щукін", "be_news_en", "Shchukin"),
        ("Юрьев", "sr_gaj", "Jurev"),
        ("Әлия", "ru_news_en", "Aliya"),
        ("Ѣ", "ru_iso9", "E"),
        ("Ἀθῆναι", "el_elot743", "Athinai"),
        ("Киïв", "uk_kmu2010", "Kyïv"),
    ],
)
def test_letters_of_a_neighbour(original: str, scheme: str, romanised: str) -> None:
    """Letters that a scheme lacks are read as a neighbour's; Latin ones are left alone."""
    assert romanise.romanise(original, scheme) == romanised


def test_other_scripts_go_through_the_last_resort() -> None:
    """A word of a script that the scheme does not read is put into ASCII, the rest by rule."""
    assert romanise.romanise("Минск 北京 שלום", "ru_news_en") == "Minsk Bei Jing shlvm"


def test_letters_that_nothing_romanises_stay() -> None:
    """A word is never lost: where the last resort knows nothing, the letters stay."""
    assert romanise.to_latin("𐌰𐌱") == "𐌰𐌱"


@pytest.mark.parametrize(
    ("script", "lang", "scheme"),
    [
        ("Cyrl", "", "ru_news_en"),
        ("Cyrl", "ru", "ru_news_en"),
        ("Cyrl", "uk-UA", "uk_kmu2010"),
        ("Cyrl", "be_tarask", "be_news_en"),
        ("Cyrl", "BG", "bg_2009"),
        ("Cyrl", "kk", "ru_news_en"),
        ("Grek", "", "el_elot743"),
        ("Geor", "ka", "ka_national2002"),
        ("Armn", "", "hy_bgn1981"),
        ("Hani", "zh", "unidecode"),
        ("", "", "unidecode"),
    ],
)
def test_default_scheme(script: str, lang: str, scheme: str) -> None:
    """The default goes by script, then by language."""
    assert romanise.default_scheme(script, lang) == scheme


@pytest.mark.parametrize(
    ("text", "lang", "scheme"),
    [
        ("Ціханоўская", "", "be_news_en"),
        ("Лукашэнка, Мінск", "", "be_news_en"),
        ("Київ", "", "uk_kmu2010"),
        ("Львів", "", "uk_kmu2010"),
        ("Ђоковић", "", "sr_gaj"),
        ("Љубљана", "", "sr_gaj"),
        ("Ѓорге", "", "mk_1981"),
        ("Първанов", "", "bg_2009"),
        ("Подъезд", "", "ru_news_en"),
        ("Тоқаев Ілияс", "", "ru_news_en"),
        ("Иванов", "uk", "uk_kmu2010"),
        ("Київ", "en", "uk_kmu2010"),
        ("NEXTA Тэлеграм", "", "ru_news_en"),
        ("Αθήνα", "ru", "el_elot743"),
        ("Minsk", "", "unidecode"),
    ],
)
def test_scheme_for_a_text(text: str, lang: str, scheme: str) -> None:
    """The language is the caller's where it fits the script, else told by its letters."""
    assert romanise.scheme_for(text, lang) == scheme


def test_to_latin_takes_each_word_by_its_script() -> None:
    """Words of several scripts in one text each get their own scheme."""
    made = romanise.to_latin("Путин, Αθήνα, თბილისი, Երևան, Łódź")
    assert made == "Putin, Athína, tbilisi, Yerevan, Łódź"


def test_romanisation_names_the_scheme_that_it_used() -> None:
    """A caller who names no scheme is told which one was taken."""
    assert romanise.romanisation("Київ") == romanise.Romanisation("Kyiv", "uk_kmu2010")
    assert romanise.romanisation("Київ", "uk_iso9") == romanise.Romanisation("Kiïv", "uk_iso9")


@pytest.mark.parametrize(
    ("text", "script"),
    [("Minsk", "Latn"), ("Мінск NEXTA", "Cyrl"), ("Лукашэнка", "Cyrl"), ("1, 2", ""), ("", "")],
)
def test_detect_script(text: str, script: str) -> None:
    """The script of most letters is told; of equals the first is taken."""
    assert romanise.detect_script(text) == script


@pytest.mark.parametrize("scheme", ["", "nope", "../schemes/ru_iso9", "ru_iso9.json"])
def test_unknown_scheme(scheme: str) -> None:
    """A scheme that is not there is named in the error, for ASCII text too."""
    with pytest.raises(UnknownSchemeError, match="not a known scheme"):
        romanise.romanise("Minsk", scheme)


def test_schemes_are_listed() -> None:
    """All files and the last resort are listed, with a language and script that are theirs."""
    found = {info.id: info for info in romanise.schemes()}
    assert list(found) == [*ALL_SCHEMES, "unidecode"]
    assert (found["be_lacinka"].lang, found["be_lacinka"].script) == ("be", "Cyrl")
    assert "icao_doc_9303" in found


def test_shipped_schemes_pass_the_check() -> None:
    """`namenorm table check` has nothing to say about the schemes that we ship."""
    assert list(romanise.check_schemes()) == []


@given(TEXT)
@settings(max_examples=200)
def test_any_text_is_accepted(text: str) -> None:
    """No text makes a scheme raise, whatever letters it has."""
    for scheme in ("ru_lt", "el_elot743", "unidecode"):
        romanise.romanise(text, scheme)
    romanise.to_latin(text)


def test_lone_surrogates_pass_through() -> None:
    """Half a pair is no letter and stays where it is."""
    assert romanise.to_latin("\ud800 Минск") == "\ud800 Minsk"


@given(CYRILLIC)
def test_cyrillic_becomes_latin(text: str) -> None:
    """No Russian letter is left in what a scheme makes of Cyrillic, known letters or not."""
    made = romanise.romanise(text, "ru_news_en")
    assert not set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя") & set(made.lower())


@given(CYRILLIC)
def test_romanising_twice_changes_nothing(text: str) -> None:
    """What came out in ASCII stays as it is."""
    made = romanise.to_latin(text)
    if made.isascii():
        assert romanise.to_latin(made) == made


@given(LATIN)
def test_latin_text_is_left_alone(text: str) -> None:
    """Text in Latin letters comes out as it went in, byte for byte."""
    assert romanise.to_latin(text) == text
    assert romanise.romanise(text, "uk_kmu2010") == text


def test_import_is_light() -> None:
    """The last resort's package is loaded only when a script without a scheme turns up."""
    code = (
        "import sys; from normalizer.romanise import to_latin; to_latin('Київ');"
        "assert 'unidecode' not in sys.modules; to_latin('北京'); assert 'unidecode' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.fixture
def scheme_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a copy of one scheme in a data folder of its own, for a test to damage."""
    folder = tmp_path / "schemes"
    folder.mkdir()
    original = resources.data_dir() / "schemes" / "uk_kmu2010.json"
    copy = folder / original.name
    copy.write_bytes(original.read_bytes())
    text_tables = tmp_path / "text"
    text_tables.symlink_to(resources.data_dir() / "text")
    monkeypatch.setattr("normalizer.tables.data_dir", lambda: tmp_path)
    schemes.load_scheme.cache_clear()
    yield copy
    schemes.load_scheme.cache_clear()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": None}, "field 'name' is missing"),
        ({"nmae": "x"}, "field 'nmae' is not known"),
        ({"id": "uk_other"}, "the file is named 'uk_kmu2010'"),
        ({"source": " "}, "field 'source' is empty"),
        ({"name": 3}, "name must be a string"),
        ({"name": "e\u0301"}, "name is not NFC"),
        ({"url": "http://x.example"}, "must open with https://"),
        ({"date": "today"}, "must be written YYYY-MM-DD"),
        ({"script": "Cyrillic"}, "not a known ISO 15924 code"),
        ({"mapping": []}, "mapping must be an object"),
        ({"mapping": {}}, "mapping is empty"),
        ({"mapping": {"зг": "zgh"}}, "the key must be one lower-case letter"),
        ({"mapping": {"А": "a"}}, "the key must be one lower-case letter"),
        ({"mapping": {"а": 1}}, "must be a string"),
        ({"rules": {}}, "rules must be a list"),
        ({"rules": [{"match": "а"}]}, "rule 1 must have the fields match and out alone"),
        ({"rules": [{"match": "(?<=а", "out": ""}]}, "rule 1: .* is no regular expression"),
        ({"rules": [{"match": "(а)", "out": ""}]}, "rule 1: .* has a capturing group"),
        ({"rules": [{"match": "", "out": "x"}]}, "rule 1: match is empty"),
        ({"rules": [{"match": "[{vowel}]", "out": ""}]}, "no set is named 'vowel'"),
        ({"samples": [["Київ", "Kyiv"]]}, "6 pairs or more"),
        ({"samples": [["Київ"]] * 6}, "sample 1 must be a pair"),
        ({"samples": [["Київ", ""]] * 6}, "sample 1 has an empty side"),
    ],
)
def test_malformed_scheme_is_refused(
    scheme_file: Path, changes: dict[str, object], reason: str
) -> None:
    """A scheme file that breaks a rule is refused with its path and the reason."""
    fields = json.loads(scheme_file.read_text(encoding="utf-8")) | changes
    fields = {field: value for field, value in fields.items() if value is not None}
    scheme_file.write_text(json.dumps(fields), encoding="utf-8")
    with pytest.raises(TableError, match=reason) as caught:
        schemes.load_scheme("uk_kmu2010")
    assert caught.value.path == str(scheme_file)


def test_file_that_is_no_json_is_refused_with_its_line(scheme_file: Path) -> None:
    """A syntax error is reported at its line."""
    scheme_file.write_text('{\n  "id": "uk_kmu2010",\n  oops\n}', encoding="utf-8")
    with pytest.raises(TableError) as caught:
        schemes.load_scheme("uk_kmu2010")
    assert caught.value.line == 3
