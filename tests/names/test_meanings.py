import pytest

from normalizer import tables
from normalizer.names import meanings
from normalizer.text import normalise


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("university", "πανεπιστήμιο"),
        ("університет", "университет"),
        ("大学", "egyetem"),
        ("északi", "north"),
        ("nizhny", "nizhny"),
        ("donji", "нижний"),
        ("österreich", "austria"),
        ("sjukhus", "hospital"),
    ],
)
def test_words_of_one_meaning(left: str, right: str) -> None:
    """A word meets its translation, and another of the same meaning, from either side."""
    assert meanings.same_meaning(left, right) > 0.3
    assert meanings.same_meaning(left, right) == meanings.same_meaning(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [("north", "south"), ("upper", "donji"), ("bank", "university"), ("minsk", "pinsk")],
)
def test_words_of_unlike_meaning(left: str, right: str) -> None:
    """Words that tell namesakes apart do not meet."""
    assert meanings.same_meaning(left, right) == 0.0


def test_inflected_word_has_the_meaning_of_its_base_form() -> None:
    """A case ending hides no meaning, but makes it less sure."""
    assert 0.0 < meanings.meanings("университетом")["university"] < 1.0


def test_unknown_word_has_no_meaning() -> None:
    """A name is not translated."""
    assert meanings.meanings("лукашенко") == {}


def test_translated_word_is_as_common_as_what_it_means() -> None:
    """A table of English names would take a foreign generic word for a rare one."""
    common = {"university": 0.2}
    assert meanings.telling("egyetem", lambda word: common.get(word, 1.0)) < 0.4
    assert meanings.telling("qwertz", lambda word: common.get(word, 1.0)) == 1.0


def test_every_word_of_the_tables_is_in_normal_form() -> None:
    """A word that is not in normal form would never be met."""
    known = meanings.words()
    odd = {w for word, found in known.items() for w in (word, *found.meanings)}
    assert [word for word in odd if normalise(word) != word] == []


def test_endings_of_a_language_lead_to_its_senses() -> None:
    """A form means what its base does in its own language; sides and states tell bodies apart."""
    assert "stream" in meanings.senses_in("toka", ("sl",))
    assert "stream" not in meanings.senses_in("toka", ("en",))
    assert meanings.are_telling(meanings.senses_in("severního", ("cs",)))
    assert not meanings.are_telling(meanings.senses_in("nejvyšší", ("cs",)))
    assert "austria" in meanings.senses_in("австрийской", ("ru",))


def test_kindred_meanings_do_not_contradict() -> None:
    """One list says the plant, the other the company; a bank is neither."""
    assert not meanings.are_opposed("plant", "company")
    assert meanings.are_opposed("plant", "bank")
    assert meanings.same_meaning("plant", "company") == 0.0


def test_romanised_word_means_what_it_spells() -> None:
    """Long words of the tables are known in whatever scheme, short ones and other words are not."""
    for spelling in ("predpriyatie", "predpriyatiye", "predprijatije"):
        assert meanings.same_meaning(spelling, "enterprise") > 0.5
    assert meanings.meanings("cellini") == {}


@pytest.mark.parametrize("word", ["астраханский", "astrahanskaya", "astrakhansky"])
def test_adjective_of_a_place_means_the_place(word: str) -> None:
    """A plant is Astrakhanskiy in one list and Astrakhan in the other."""
    assert meanings.same_meaning(word, "astrakhan") > 0.5 or "astrahan" in meanings.meanings(word)
    assert meanings.same_meaning(word, "kazan") == 0.0


def test_kindred_senses_are_rows_of_the_table() -> None:
    """A misspelt sense would be kindred to nothing."""
    listed = {
        m for (row,) in tables.rows("names/kindred_senses.tsv", ("meanings",)) for m in row.split()
    }
    known = {meaning for meaning, _ in tables.rows("names/meanings.tsv", ("meaning", "words"))}
    assert listed <= known
