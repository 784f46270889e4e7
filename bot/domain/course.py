"""A course: a number of sessions that belong together, about a week apart. Knows no messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# Judgement: sessions further apart are no longer about weekly; what comes after begins anew.
LONGEST_BREAK = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Course:
    """Session ``place`` of ``sessions``, both from 1."""

    place: int
    sessions: int

    def __post_init__(self) -> None:
        if not 1 <= self.place <= self.sessions:
            raise ValueError("a place in a course is one of its sessions")

    @property
    def is_last(self) -> bool:
        """Whether the course ends with this session."""
        return self.place == self.sessions


@dataclass(frozen=True, slots=True)
class Attended:
    """The session before: when it was held, and its place in a course, if it was in one."""

    held_at: datetime
    course: Course | None


def next_in_course(before: Attended | None, held_at: datetime, sessions: int) -> Course:
    """The place of a session in a course of so many, given the member's session before.

    It goes on where that one stood, also where staff have made the course longer or shorter since.
    A course that came to its end, or was left for too long, is followed by a new one.
    """
    if before is None or before.course is None or before.course.is_last:
        return Course(1, sessions)
    if before.course.place >= sessions or held_at - before.held_at > LONGEST_BREAK:
        return Course(1, sessions)
    return Course(before.course.place + 1, sessions)
