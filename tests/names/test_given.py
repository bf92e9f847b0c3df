import pytest

from normalizer import tables
from normalizer.errors import TableError
from normalizer.names import given
from normalizer.names.given import given_name_gender, is_given_name, same_given_name
from normalizer.text import normalise

SAME = [
    ("alexander", "аляксандр"),
    ("aliaksandr", "олександр"),
    ("alexandre", "aleksandras"),
    ("aleksandrs", "aleksander"),
    ("sviatlana", "светлана"),
    ("światłana", "svetlana"),
    ("siarhei", "sergejs"),
    ("mikalai", "микола"),
    ("uladzimir", "volodymyr"),
    ("vladimir", "włodzimierz"),
    ("dzmitry", "дмитро"),
    ("andrzej", "андрэй"),
    ("maryia", "marija"),
    ("ryhor", "григорий"),
    ("pavieł", "павло"),
    ("yauhen", "евгений"),
    ("katsiaryna", "екатерина"),
    ("tatsiana", "тетяна"),
    ("volha", "olga"),
    ("γεώργιοσ", "georgi"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_forms_of_one_name_are_the_same(left: str, right: str) -> None:
    """National forms and scripts of a name are one name, whichever comes first."""
    assert same_given_name(left, right) == same_given_name(right, left) == 1.0


@pytest.mark.parametrize(
    ("left", "right"),
    [("sasha", "alexander"), ("vova", "владимир"), ("дима", "dzmitry"), ("bob", "robert")],
)
def test_diminutive_is_less_than_the_same(left: str, right: str) -> None:
    """A diminutive speaks for its name, and for less than the name itself."""
    assert same_given_name(left, right) == same_given_name(right, left) == given.DIMINUTIVE


def test_diminutive_of_two_names_stands_for_both() -> None:
    """Sasha is a man or a woman."""
    assert same_given_name("саша", "александр") == same_given_name("саша", "александра")


def test_two_diminutives_are_least_sure() -> None:
    """Two diminutives of one name may be two people's."""
    assert same_given_name("саша", "шура") == given.TWO_DIMINUTIVES


def test_cognates_are_half_alike() -> None:
    """Ivan and Jan have one origin, and are seldom one man."""
    assert same_given_name("ivan", "jan") == given.COGNATE


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("aleksandr", "aleksei"),
        ("александр", "александра"),
        ("viktor", "viktoria"),
        ("maria", "marina"),
        ("sergei", "andrei"),
        ("ivan", "igor"),
        ("maksim", "mikhail"),
        ("veronika", "maria"),
    ],
)
def test_different_names_are_not_alike(left: str, right: str) -> None:
    """Different names have no likeness, however near their spelling."""
    assert same_given_name(left, right) == 0.0


def test_unknown_tokens_are_alike_only_when_equal() -> None:
    """Of names that we do not know nothing is said."""
    assert same_given_name("xyzzy", "xyzzy") == 1.0
    assert same_given_name("xyzzy", "anna") == 0.0
    assert not is_given_name("xyzzy")


def test_gender_of_given_names() -> None:
    """A name borne by one gender tells it; Sasha does not."""
    assert given_name_gender("аляксандр") == "m"
    assert given_name_gender("tatsiana") == "f"
    assert given_name_gender("sasha") == given_name_gender("xyzzy") == ""


def test_every_form_is_in_normal_form() -> None:
    """A form that is not in normal form would never be met."""
    odd = [token for token in given._names() if normalise(token) != token]
    assert odd == []


def test_forms_of_the_generated_table_are_new() -> None:
    """The generated table adds to the one edited by hand, and repeats nothing of it."""
    columns = ("name", "cognates", "gender", "forms", "diminutives")
    by_hand = {
        form
        for row in tables.rows("names/given_names.tsv", columns)
        for form in f"{row[3]} {row[4]}".split()
    }
    generated = tables.rows("names/generated_given_names.tsv", ("name", "forms"))
    assert not by_hand & {form for row in generated for form in row[1].split()}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (["a\ta\tx\ta\t"], "gender is 'x'"),
        (["a\ta\tm\ta\t", "a\ta\tm\tb\t"], "stands in an earlier row"),
    ],
)
def test_malformed_row_is_refused(
    tmp_path, monkeypatch: pytest.MonkeyPatch, rows: list[str], reason: str
) -> None:
    """A bad row raises TableError that names file, line and reason."""
    (tmp_path / "names").mkdir()
    text = "\n".join(["name\tcognates\tgender\tforms\tdiminutives", *rows])
    (tmp_path / "names" / "given_names.tsv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(tables, "data_dir", lambda: tmp_path)
    with pytest.raises(TableError, match=reason) as caught:
        given._names.__wrapped__()
    assert caught.value.line == 1 + len(rows)
