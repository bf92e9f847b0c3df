from pathlib import Path

import pytest

from normalizer import inflect, tables
from normalizer.errors import TableError
from normalizer.inflect import MAX_BASE_FORMS, base_forms
from tests.bench.inflection import inflected_pairs, recall_at

PARADIGMS = [
    ("ru", "лукашенко", "лукашенко"),
    ("ru", "путин", "путина путину путиным путине"),
    ("ru", "россия", "россии россию россией"),
    ("ru", "москва", "москвы москве москву москвой"),
    ("ru", "тихановская", "тихановской тихановскую"),
    ("ru", "зеленский", "зеленского зеленскому зеленским зеленском"),
    ("ru", "казань", "казани казанью"),
    ("ru", "кремль", "кремля кремлю кремлем кремле"),
    ("ru", "алексей", "алексея алексею алексеем алексее"),
    ("ru", "юрий", "юрия юрию юрием юрии"),
    ("ru", "павел", "павла павлу павлом павле"),
    ("ru", "министерство", "министерства министерству министерством министерстве"),
    ("ru", "петрова", "петровой петрову"),
    ("uk", "лукашенко", "лукашенка лукашенку лукашенком лукашенкові лукашенці"),
    ("uk", "київ", "києва києву києвом києві"),
    ("uk", "львів", "львова львову львовом львові"),
    ("uk", "тернопіль", "тернополя тернополю тернополем тернополі"),
    ("uk", "зеленський", "зеленського зеленському зеленським"),
    ("uk", "тихановська", "тихановської тихановській тихановську тихановською"),
    ("uk", "рига", "риги ризі ригу ригою"),
    ("uk", "область", "області областю"),
    ("uk", "сергій", "сергія сергію сергієм сергієві"),
    ("be", "мінск", "мінска мінску мінскам"),
    ("be", "брэст", "брэста брэсту брэсце"),
    ("be", "магілёў", "магілёва магілёву магілёвам магілёве"),
    ("be", "гродна", "гродне гродну гроднам"),
    ("be", "лукашэнка", "лукашэнкі лукашэнку лукашэнкам лукашэнкам"),
    ("be", "ціханоўская", "ціханоўскай ціханоўскую"),
    ("be", "зяленскі", "зяленскага зяленскаму зяленскім"),
    ("be", "расія", "расіі расію расіяй"),
    ("be", "польшча", "польшчы польшчу польшчай"),
    ("be", "рыга", "рыгі рызе рыгу рыгай"),
    ("be", "гомель", "гомеля гомелю гомелем гомелі"),
    ("be", "вобласць", "вобласці вобласцю"),
    ("be", "павел", "паўла паўлу паўлам паўле"),
    ("be", "баранавічы", "баранавіч баранавічаў баранавічам баранавічах"),
    ("be-tarask", "сяргей", "сяргея сяргею сяргеем"),
    ("be", "minsk", "minska minsku minskam"),
    ("be", "łukašenka", "łukašenki łukašenku łukašenkam"),
    ("be", "cichanoŭskaja", "cichanoŭskaj cichanoŭskuju"),
    ("be", "homiel", "homiela homielu homielem"),
    ("bg", "русия", "русията"),
    ("bg", "щат", "щати щатите щата"),
    ("bg", "съвет", "съветът съвета съветите"),
    ("bg", "европейски", "европейския европейският"),
    ("bg", "китай", "китая"),
    ("pl", "putin", "putina putinowi putinem putinie"),
    ("pl", "łukaszenka", "łukaszenki łukaszence łukaszenkę łukaszenką"),
    ("pl", "warszawa", "warszawy warszawie warszawę warszawą"),
    ("pl", "kraków", "krakowa krakowowi krakowem krakowie"),
    ("pl", "poznań", "poznania poznaniowi poznaniem poznaniu"),
    ("pl", "kowalski", "kowalskiego kowalskiemu kowalskim"),
    ("pl", "cichanouska", "cichanouskiej cichanouską"),
    ("pl", "paweł", "pawła pawłowi pawłem pawle"),
    ("pl", "niemcy", "niemiec niemcom niemczech"),
    ("pl", "katowice", "katowic katowicom katowicach"),
    ("pl", "kennedy", "kennedyʼego kennedyego kennedyemu"),
    ("pl", "francja", "francji francję francją"),
    ("cs", "lukašenko", "lukašenka lukašenkovi lukašenkem"),
    ("cs", "praha", "prahy praze prahu prahou"),
    ("cs", "tichanovská", "tichanovské tichanovskou"),
    ("cs", "merkelová", "merkelové merkelovou"),
    ("cs", "plzeň", "plzně plzni plzní"),
    ("cs", "pavel", "pavla pavlovi pavlem"),
    ("cs", "havel", "havla havlovi havlem"),
    ("cs", "trump", "trumpův trumpova trumpovu trumpových"),
    ("cs", "kennedy", "kennedyho kennedymu kennedym"),
    ("cs", "francie", "francii francií"),
    ("sk", "putin", "putina putinovi putinom"),
    ("sk", "lukašenko", "lukašenka lukašenkovi lukašenkom"),
    ("sk", "čaputová", "čaputovej čaputovú čaputovou"),
    ("sk", "bratislava", "bratislavy bratislave bratislavu bratislavou"),
    ("sk", "slovensko", "slovenska slovensku slovenskom"),
    ("sk", "viedeň", "viedne viedni"),
    ("sk", "tichanovská", "tichanovskej tichanovskú tichanovskou"),
    ("sk", "košice", "košíc košiciam košiciach"),
    ("sk", "kiska", "kisku kiskovi kiskom"),
    ("sl", "trump", "trumpa trumpu trumpom trumpov trumpova trumpovega"),
    ("sl", "slovenija", "slovenije sloveniji slovenijo"),
    ("sl", "pahor", "pahorja pahorju pahorjem pahorjev"),
    ("sl", "bruselj", "bruslja bruslju brusljem"),
    ("sl", "irska", "irske irski irsko irskem"),
    ("hr", "zagreb", "zagreba zagrebu zagrebom"),
    ("hr", "hrvatska", "hrvatske hrvatskoj hrvatsku hrvatskom"),
    ("hr", "amerika", "amerike americi ameriku amerikom"),
    ("hr", "karlovac", "karlovca karlovcu karlovcem"),
    ("hr", "antonio", "antonija antoniju"),
    ("sr", "вучић", "вучића вучићу вучићем"),
    ("sr", "србија", "србије србији србију србијом"),
    ("sr", "beograd", "beograda beogradu beogradom"),
    ("sr", "сремац", "сремца сремцу"),
    ("lt", "lukašenka", "lukašenkos lukašenkai lukašenką"),
    ("lt", "vilnius", "vilniaus vilniui vilnių vilniumi vilniuje"),
    ("lt", "minskas", "minsko minskui minską minsku minske"),
    ("lt", "putin", "putinas putino putinui putiną putinu"),
    ("lt", "cichanouskaja", "cichanouskajos cichanouskajai cichanouskają"),
    ("lt", "šimonytė", "šimonytės šimonytei šimonytę šimonyte"),
    ("lt", "žodis", "žodžio žodžiui žodį"),
    ("lt", "trakai", "trakų trakams trakuose"),
    ("lv", "putins", "putina putinam putinu putinā"),
    ("lv", "rīga", "rīgas rīgai rīgu rīgā"),
    ("lv", "kariņš", "kariņa kariņam kariņu"),
    ("lv", "latvija", "latvijas latvijai latviju latvijā"),
    ("lv", "straume", "straumes straumei straumi straumē"),
    ("lv", "juris", "jura jurim juri"),
    ("lv", "lācis", "lāča lācim lāci"),
    ("lv", "zelenskis", "zelenska zelenskim zelenski"),
    ("de", "lukaschenko", "lukaschenkos"),
    ("en", "lukashenko", "lukashenkos"),
]
CASES = [
    (lang, base, form) for lang, base, forms in PARADIGMS for form in forms.split() if form != base
]


@pytest.mark.parametrize(("lang", "base", "form"), CASES)
def test_case_form_proposes_its_base(lang: str, base: str, form: str) -> None:
    """Each form of the paradigm proposes the base form, with the language given."""
    assert base in base_forms(form, (lang,))


@pytest.mark.parametrize(("lang", "base", "form"), CASES[::3])
def test_case_form_proposes_its_base_without_language(lang: str, base: str, form: str) -> None:
    """Without a language the tables of the script reach the base form too."""
    assert base in base_forms(form), lang


@pytest.mark.parametrize(
    ("token", "stranger"),
    [
        ("лукашевича", "лукашенко"),
        ("пинска", "минск"),
        ("распутина", "путин"),
        ("тихоновой", "тихановская"),
        ("австралии", "австрия"),
        ("iraku", "iran"),
    ],
)
def test_another_name_is_never_proposed(token: str, stranger: str) -> None:
    """Endings are rewritten, stems are not."""
    assert stranger not in base_forms(token)


@pytest.mark.parametrize("token", ["", "а", "ес", "ua", "مينسك", "123", "明斯克"])
def test_nothing_is_proposed_without_stem_or_table(token: str) -> None:
    """Short tokens and scripts without a table have no base forms."""
    assert base_forms(token) == ()


def test_language_without_table_inflects_nothing() -> None:
    """A French text declines no names."""
    assert base_forms("putina", ("fr",)) == ()


def test_language_of_another_script_inflects_nothing() -> None:
    """A Russian table says nothing of a Latin token."""
    assert base_forms("putina", ("ru",)) == ()


@pytest.mark.parametrize(("_lang", "_base", "form"), CASES)
def test_proposals_are_few_distinct_and_not_the_token(_lang: str, _base: str, form: str) -> None:
    """Proposals keep the promises of the docstring."""
    found = base_forms(form)
    assert len(found) == len(set(found)) <= MAX_BASE_FORMS
    assert form not in found
    assert all(len(base) >= inflect.MIN_BASE for base in found)


def test_serbian_tables_are_one_in_two_alphabets() -> None:
    """The Cyrillic table of Serbian is the Latin one, letter by letter."""
    columns = ("base", "forms", "after", "note")
    latin = tables.rows("endings/sr-Latn.tsv", columns)
    cyrillic = tables.rows("endings/sr.tsv", columns)
    assert len(latin) == len(cyrillic)
    for (base, forms, *_), (other_base, other_forms, *_) in zip(latin, cyrillic, strict=True):
        assert len(forms.split()) == len(other_forms.split())
        assert (base == "0") == (other_base == "0")


@pytest.mark.parametrize("tag", tables.names_in("endings", ".tsv"))
def test_table_is_of_the_script_of_its_name(tag: str) -> None:
    """A table named for a language alone is of the script that the language is written in."""
    cyrillic = tag in ("be", "bg", "ru", "sr", "uk")
    assert inflect._table(tag).script == ("Cyrl" if cyrillic else "Latn")


@pytest.mark.parametrize(
    ("lang", "least"),
    [("ru", 0.96), ("uk", 0.93), ("pl", 0.94), ("sl", 0.92), ("cs", 0.91), ("bg", 0.72)],
)
def test_news_tokens_propose_their_lemma(lang: str, least: float) -> None:
    """Of the inflected tokens of news texts, nearly all propose their lemma."""
    folder = Path(__file__).parents[2] / "shared" / "bench" / "docs" / "slavner_b19"
    if not folder.is_dir():
        pytest.skip(f"benchmark data is missing: {folder}")
    assert recall_at(inflected_pairs(folder)[lang], (lang,), MAX_BASE_FORMS) >= least


def write_table(folder: Path, row: str) -> None:
    """Write a data folder whose one ending table has one row."""
    (folder / "endings").mkdir()
    text = f"base\tforms\tafter\tnote\n{row}\n"
    (folder / "endings" / "xx.tsv").write_text(text, encoding="utf-8")
    source = tables.data_dir()
    (folder / "letters.tsv").write_bytes((source / "letters.tsv").read_bytes())


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("а\tы a\t*\t", "one script"),
        ("а\tа\t*\t", "its own base"),
        ("а\tы\t\t", "after is empty"),
        ("а\tы", "columns"),
    ],
)
def test_malformed_row_is_refused_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, reason: str
) -> None:
    """A bad row raises TableError that names file, line and reason."""
    write_table(tmp_path, row)
    monkeypatch.setattr(tables, "data_dir", lambda: tmp_path)
    with pytest.raises(TableError, match=reason) as caught:
        inflect._table("xx")
    assert caught.value.line == 2
    assert caught.value.path.endswith("xx.tsv")
