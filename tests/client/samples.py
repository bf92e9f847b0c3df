"""Names and documents that both clients are asked about."""

from __future__ import annotations

from normalizer.types import Document

NAMES = ("Minsk", "Мінск", "Brest", "Lukašenka", "Alexander Lukashenko", "Путина", "Nobody Atall")
TEXT = "😀 President Alexander Lukashenko met Vladimir Putin in Minsk; Rosgvardia watched."


def documents(number: int) -> list[Document]:
    """Return documents of which every seventh is bad."""
    return [
        Document(str(n), "Minsk\ud800" if n % 7 == 3 else f"{TEXT} In Brest, {n} people met.")
        for n in range(number)
    ]
