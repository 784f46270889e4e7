"""One module for each kind of message that arrives by itself; this tuple registers them."""

from bot.kinds.notice import Notice
from bot.kinds.posture import Posture
from bot.kinds.registry import Kinds

KINDS = Kinds((Posture(), Notice()))
