import pytest

from normalizer import tables
from normalizer.errors import TableError
from normalizer.names import lexicon, patronymics
from normalizer.names.roles import Role, roles
from normalizer.text import normalise
from normalizer.types import Kind

LETTERS = {
    "T": Role.TITLE,
    "I": Role.INITIAL,
    "O": Role.ORDINAL,
    "P": Role.PATRONYMIC,
    "a": Role.PARTICLE,
    "L": Role.LEGAL_FORM,
    "D": Role.DESIGNATOR,
    "G": Role.GENERIC,
    "N": Role.NAME,
}

WITHOUT_KIND = [
    ("President Alexander Lukashenko", "TNN"),
    ("Prime Minister Mateusz Morawiecki", "TTNN"),
    ("Mr Lukashenko", "TN"),
    ("Ukrainian President Volodymyr Zelensky", "NTNN"),
    ("Herr Müller", "TN"),
    ("Mme Tikhanovskaïa", "TN"),
    ("pani Cichanouska", "TN"),
    ("г-н Макей", "TTN"),
    ("президента Лукашенко", "TN"),
    ("Министр иностранных дел Владимир Макей", "TTTNN"),
    ("прэзідэнт Лукашэнка", "TN"),
    ("prezidentas Gitanas Nausėda", "TNN"),
    ("Lukašenko kungs", "NT"),
    ("ministr zahraničí Tomáš Petříček", "TTNN"),
    ("Πρόεδρος Παυλόπουλος", "TN"),
    ("А. Г. Лукашенко", "IIN"),
    ("Лукашенко А. Г.", "NII"),
    ("Yu. V. Andropov", "IIN"),
    ("Дз. Іваноў", "IN"),
    ("Petrov A. S.", "NII"),
    ("Александр Григорьевич Лукашенко", "NPN"),
    ("Лукашенко Александр Григорьевич", "NNP"),
    ("Аляксандр Рыгоравіч Лукашэнка", "NPN"),
    ("Aliaksandr Ryhoravich Lukashenka", "NPN"),
    ("Alexander Grigorjewitsch Lukaschenko", "NPN"),
    ("Sviatlana Heorhiyeuna Tsikhanouskaya", "NPN"),
    ("Світлана Георгіївна Тихановська", "NPN"),
    ("Володимир Олександрович Зеленський", "NPN"),
    ("Анна Петровна", "NP"),
    ("Владимир Ильич Ленин", "NPN"),
    ("Александра Григорьевича Лукашенко", "NPN"),
    ("Бойко Методиев Борисов", "NPN"),
    ("Гейдар Алиев оглы", "NNP"),
    ("Rabinovich", "N"),
    ("Oleg Rabinovich", "NN"),
    ("Dmitry Lukashevich", "NN"),
    ("Дмитрий Лукашевич", "NN"),
    ("Лукашевич Дмитрий", "NN"),
    ("Ludwig van Beethoven", "NaN"),
    ("Charles de Gaulle", "NaN"),
    ("Kim Jong Un", "NNN"),
    ("ООО «Ромашка»", "LN"),
    ("ОАО МАЗ", "LN"),
    ("UAB Maxima", "LN"),
    ("Siemens AG", "NL"),
    ("Škoda a.s.", "NII"),
    ("Ministry of Internal Affairs of Belarus", "GaGGaN"),
    ("Министерство обороны Польши", "GGN"),
    ("Міністэрства абароны Беларусі", "GGN"),
    ("City of Minsk", "DaN"),
    ("Минская область", "ND"),
    ("Віцебскай вобласці", "ND"),
    ("województwo mazowieckie", "DN"),
    ("Vilniaus apskritis", "ND"),
    ("De", "a"),
    ("Regina Alexandrova", "NN"),
    ("André Lejeune", "NN"),
    ("Kim Yong-ju", "NNN"),
    ("Innocent VIII", "NO"),
    ("II. Friedrich", "ON"),
    ("Louis XI", "NO"),
    ("Xi Jinping", "NN"),
    ("John Tomlinson, Baron Tomlinson", "NNTT"),
    ("Peter Thomas, Baron Thomas of Gwydir", "NNTTTT"),
    ("Philip, Duke of Edinburgh", "NTTT"),
    ("Villa Clara", "NN"),
    ("президент", "T"),
]


@pytest.mark.parametrize(("name", "expected"), WITHOUT_KIND)
def test_roles_without_kind(name: str, expected: str) -> None:
    """The words of a name tell their roles by themselves."""
    assert roles(normalise(name).split()) == tuple(LETTERS[letter] for letter in expected)


WITH_KIND = [
    ("Stephen King", Kind.PERSON, "NN"),
    ("Ben Affleck", Kind.PERSON, "NN"),
    ("Ursula von der Leyen", Kind.PERSON, "NaaN"),
    ("van Gogh", Kind.PERSON, "aN"),
    ("Rada Bank", Kind.PERSON, "NN"),
    ("Martin Luther King Jr", Kind.PERSON, "NNNT"),
    ("г. Минск", Kind.PLACE, "DN"),
    ("Ростов-на-Дону", Kind.PLACE, "NaN"),
    ("Orlen S.A.", Kind.ORGANISATION, "NLL"),
    ("Polska Grupa sp. z o.o.", Kind.ORGANISATION, "NGLLLL"),
    ("Škoda a.s.", Kind.ORGANISATION, "NLL"),
    ("U.S. Army", Kind.ORGANISATION, "NNG"),
    ("SIA Lattelecom", Kind.ORGANISATION, "LN"),
    ("Общество с ограниченной ответственностью Ромашка", Kind.ORGANISATION, "LLLLN"),
    ("Сергей Иванович", Kind.ORGANISATION, "NN"),
]


@pytest.mark.parametrize(("name", "kind", "expected"), WITH_KIND)
def test_roles_with_kind(name: str, kind: Kind, expected: str) -> None:
    """What the name is of decides between the uses of a word."""
    assert roles(normalise(name).split(), kind) == tuple(LETTERS[letter] for letter in expected)


def test_no_tokens_have_no_roles() -> None:
    """The empty name has no roles."""
    assert roles(()) == ()


def test_full_stop_after_an_initial_does_no_harm() -> None:
    """Tokens that kept their full stop are read like those that lost it."""
    assert roles(("a.", "g.", "lukashenko")) == roles(("a", "g", "lukashenko"))


@pytest.mark.parametrize("kind", [None, *Kind])
def test_there_is_one_role_for_each_token(kind: Kind | None) -> None:
    """Phrases of several words give a role to each of them."""
    for name, _ in WITHOUT_KIND:
        tokens = normalise(name).split()
        assert len(roles(tokens, kind)) == len(tokens)


def test_every_word_of_the_tables_is_in_normal_form() -> None:
    """A word that is not in normal form would never be met."""
    odd = [phrase for phrase in lexicon._entries() if normalise(phrase) != phrase]
    assert odd == []


@pytest.mark.parametrize(
    ("table", "header", "row", "read"),
    [
        ("titles", "word\tlang\tplace", "mr\ten\tabove", lexicon._entries),
        (
            "patronymics",
            "ending\tlang\tgender\tstrength",
            "ovich\tru\tx\tword",
            patronymics._endings,
        ),
        (
            "patronymics",
            "ending\tlang\tgender\tstrength",
            "ovich\tru\tm\tloud",
            patronymics._endings,
        ),
    ],
)
def test_malformed_row_is_refused(
    tmp_path, monkeypatch: pytest.MonkeyPatch, table: str, header: str, row: str, read
) -> None:
    """A bad value raises TableError that names file, line and reason."""
    (tmp_path / "names").mkdir()
    (tmp_path / "names" / f"{table}.tsv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(tables, "data_dir", lambda: tmp_path)
    with pytest.raises(TableError, match="not") as caught:
        read.__wrapped__()
    assert caught.value.line == 2
