import pytest

from normalizer import tables
from normalizer.errors import TableError
from normalizer.names import gender
from normalizer.names.gender import MAX_FORMS, masculine_forms, surname_gender

PAIRS = [
    ("тихановская", "тихановский"),
    ("захарова", "захаров"),
    ("путина", "путин"),
    ("навальная", "навальный"),
    ("тихановська", "тихановський"),
    ("ціханоўская", "ціханоўскі"),
    ("лаўрова", "лаўроў"),
    ("борисова", "борисов"),
    ("tikhanovskaya", "tikhanovsky"),
    ("tsikhanouskaya", "tsikhanouski"),
    ("tichanovskaja", "tichanovskij"),
    ("zakharova", "zakharov"),
    ("sacharowa", "sacharow"),
    ("kaczyńska", "kaczyński"),
    ("cichanouska", "cichanouski"),
    ("tichanovská", "tichanovský"),
    ("lukašenková", "lukašenko"),
    ("merkelová", "merkel"),
    ("svobodová", "svoboda"),
    ("hamáčková", "hamáček"),
    ("čaputová", "čaputa"),
    ("nausėdienė", "nausėda"),
    ("grybauskaitė", "grybauskas"),
    ("šimonytė", "šimonis"),
    ("adamkutė", "adamkus"),
    ("ozoliņa", "ozoliņš"),
    ("kalniete", "kalnietis"),
    ("zelenska", "zelenskis"),
]


@pytest.mark.parametrize(("feminine", "masculine"), PAIRS)
def test_feminine_surname_has_its_masculine_counterpart(feminine: str, masculine: str) -> None:
    """The man of the family is among the counterparts, which are few."""
    found = masculine_forms(feminine)
    assert masculine in found
    assert len(found) <= MAX_FORMS
    assert feminine not in found


@pytest.mark.parametrize("surname", ["лукашенко", "putin", "macron", "kim", "", "ва", "مرسي"])
def test_other_surnames_have_none(surname: str) -> None:
    """A surname common to both genders has no masculine counterpart."""
    assert masculine_forms(surname) == ()


@pytest.mark.parametrize(
    ("surname", "expected"),
    [
        ("тихановская", "f"),
        ("ціханоўская", "f"),
        ("merkelová", "f"),
        ("grybauskaitė", "f"),
        ("zakharova", "f"),
        ("лавров", "m"),
        ("зеленский", "m"),
        ("зеленський", "m"),
        ("lavrov", "m"),
        ("franko", ""),
        ("merkel", ""),
        ("лукашенко", ""),
        ("farina", ""),
        ("", ""),
    ],
)
def test_surname_tells_gender(surname: str, expected: str) -> None:
    """An ending that only one gender has tells it; others say nothing."""
    assert surname_gender(surname) == expected


@pytest.mark.parametrize(
    ("row", "reason"),
    [("ova\tov\t*\tru\tmen", "tells is 'men'"), ("ova\t\t*\tru\tboth", "may not be empty")],
)
def test_malformed_row_is_refused(
    tmp_path, monkeypatch: pytest.MonkeyPatch, row: str, reason: str
) -> None:
    """A bad row raises TableError that names file, line and reason."""
    (tmp_path / "names").mkdir()
    text = f"feminine\tmasculine\tafter\tlang\ttells\n{row}\n"
    (tmp_path / "names" / "surname_gender.tsv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(tables, "data_dir", lambda: tmp_path)
    with pytest.raises(TableError, match=reason) as caught:
        gender._feminine.__wrapped__()
    assert caught.value.line == 2
