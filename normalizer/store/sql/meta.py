"""What a store knows of itself: where its first rows came from, whether it asks for four eyes."""

from __future__ import annotations

from normalizer.store.database import Session

ORIGIN = "origin"
_FOUR_EYES = "four-eyes"
NAMES = (ORIGIN, _FOUR_EYES)
"""All that is noted of a store."""


def value(session: Session, name: str) -> str:
    """Return what is noted under a name, `""` for nothing."""
    found = session.rows("SELECT value FROM meta WHERE name = ?", (name,))
    return str(found[0][0]) if found else ""


def note(session: Session, name: str, text: str) -> None:
    """Note something under a name, in place of what was."""
    session.run("DELETE FROM meta WHERE name = ?", (name,))
    session.insert("meta", [(name, text)])


def four_eyes(session: Session) -> bool:
    """Return whether every change needs the approval of another person."""
    return value(session, _FOUR_EYES) == "on"


def set_four_eyes(session: Session, *, required: bool) -> None:
    """Note whether every change needs the approval of another person."""
    note(session, _FOUR_EYES, "on" if required else "off")
