"""Where errors end: each becomes one message on standard error and an exit code.

0 is done; 1 is a fault; 2 is something the operator can mend before trying again, a wrong setting
or another instance in the way. A supervisor need not restart after a 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.console import Console
from rich.text import Text

from bot.errors import Busy, ConfigError, Mistake, ReadOnly, StoreError
from bot.log import get_logger

FAULT = 1
MENDABLE = 2

log = get_logger(__name__)


def guarded(work: Callable[[], int]) -> int:
    """The exit code of ``work``, or that of the error it ended with, which has then been told."""
    try:
        return work()
    except ConfigError as error:
        _tell(_sentence(mistake) for mistake in error.mistakes)
        return MENDABLE
    except (Busy, ReadOnly) as error:
        _tell([Text(f"{error}")])
        return MENDABLE
    except StoreError as error:
        _tell([Text(f"{error}")])
        return FAULT
    except Exception as error:
        log.exception("cli.crashed")
        _tell([Text(f"stopped by a fault of its own ({type(error).__name__}); the log says more")])
        return FAULT


def _sentence(mistake: Mistake) -> Text:
    return Text.assemble((mistake.key, "bold"), f": {mistake.problem}. {mistake.remedy}")


def _tell(sentences: Iterable[Text]) -> None:
    console = Console(stderr=True, soft_wrap=True)
    for sentence in sentences:
        console.print(Text("unknot: ", "bold red").append_text(_harmless(sentence)))


def _harmless(sentence: Text) -> Text:
    """Without the characters that would command the terminal. Keeps each one's place and style."""
    plain = "".join(each if each.isprintable() else "?" for each in sentence.plain)
    return Text(plain, spans=sentence.spans)
