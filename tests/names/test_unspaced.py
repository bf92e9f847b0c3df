import pytest

from normalizer.names.unspaced import parted, pieces, translated


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("東京大学", "東京 大学"),
        ("イオニア海", "イオニア 海"),
        ("서울대학교", "서울 대학교"),
        ("加文县", "加文 县"),
        ("國立 臺灣大學", "國立 臺灣 大學"),
    ],
)
def test_name_is_cut_into_words(name: str, parts: str) -> None:
    """Generic words at the ends and changes of script part a name."""
    assert parted(tuple(name.split())) == tuple(parts.split())


@pytest.mark.parametrize("name", ["大学", "中国", "湖南", "대학교", "minsk", "минск", "ミンスク"])
def test_word_is_not_cut(name: str) -> None:
    """A word that is known as it stands, and a name without one, stay whole."""
    assert parted((name,)) == (name,)


@pytest.mark.parametrize("token", ["シカゴ美術館附属美術大学", "第2病院", "lask린츠", "3m"])
def test_no_letter_is_lost(token: str) -> None:
    """Pieces and words together are the token."""
    assert "".join(letters for _, letters in pieces(token)) == token
    assert "".join(parted((token,))) == token


def test_words_are_translated_for_a_search() -> None:
    """Each word with a meaning gives way to it; the others stay."""
    assert translated(("京都大学",)) == ("kyoto", "university")
    assert translated(("lukashenko",)) == ("lukashenko",)
