"""One module for each kind of message that arrives by itself; this tuple registers them."""

from bot.kinds.alert import Alert
from bot.kinds.appointment import Appointment
from bot.kinds.booking import Booking
from bot.kinds.fallback import Fallback
from bot.kinds.follow_up import FollowUp
from bot.kinds.notice import Notice
from bot.kinds.panel import Panel
from bot.kinds.posture import Posture
from bot.kinds.registry import Kinds
from bot.kinds.reminder import Reminder
from bot.kinds.tension import Tension
from bot.kinds.weekly import Weekly

KINDS = Kinds(
    (
        Posture(),
        Tension(),
        Reminder(),
        FollowUp(),
        Appointment(),
        Booking(),
        Notice(),
        Panel(),
        Alert(),
        Fallback(),
        Weekly(),
    )
)
