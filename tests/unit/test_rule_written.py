"""Rules as databases hold them."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.domain.rule import (
    EveryWeeks,
    MonthDay,
    OneDate,
    Rule,
    Weekdays,
    at_times,
    rule_from_json,
    rule_to_json,
)

EVERY_DAY = Weekdays(frozenset(range(7)))
WORKDAYS = Weekdays(frozenset(range(5)))
NOON = at_times([time(12)])


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (Rule(WORKDAYS, (540, 600)), '{"minutes":[540,600],"weekdays":[0,1,2,3,4]}'),
        (Rule(OneDate(date(2026, 12, 24)), NOON), '{"date":"2026-12-24","minutes":[720]}'),
        (
            Rule(EveryWeeks(date(2026, 12, 1), 2), NOON),
            '{"first":"2026-12-01","minutes":[720],"weeks":2}',
        ),
        (Rule(MonthDay(31), NOON), '{"minutes":[720],"month_day":31}'),
        (
            Rule(MonthDay(31), NOON, (600,)),
            '{"minutes":[720],"month_day":31,"names":[600]}',
        ),
        (
            Rule(MonthDay(31), NOON, (5,), date(2026, 11, 24), (660,)),
            '{"before":[660],"minutes":[720],"month_day":31,"moved_from":"2026-11-24","names":[5]}',
        ),
    ],
)
def test_the_written_form_stays_as_it_is_because_databases_hold_it(rule, text):
    assert rule_to_json(rule) == text
    assert rule_from_json(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "7",
        "[]",
        "{}",
        '{"minutes":[540]}',
        '{"weekdays":[0]}',
        '{"minutes":540,"weekdays":[0]}',
        '{"minutes":[],"weekdays":[0]}',
        '{"minutes":[540],"weekdays":[]}',
        '{"minutes":[540],"weekdays":[0,0]}',
        '{"minutes":[540],"weekdays":[7]}',
        '{"minutes":[540],"weekdays":["0"]}',
        '{"minutes":[540],"weekdays":[[0]]}',
        '{"minutes":[540],"weekdays":[true]}',
        '{"minutes":[540.0],"weekdays":[0]}',
        '{"minutes":[true],"weekdays":[0]}',
        '{"minutes":[NaN],"weekdays":[0]}',
        '{"minutes":[600,540],"weekdays":[0]}',
        '{"minutes":[540],"weekdays":[0],"date":"2026-12-24"}',
        '{"minutes":[540],"weekdays":[0],"zone":"UTC"}',
        '{"minutes":[540],"minutes":[600],"weekdays":[0]}',
        '{"minutes":[540],"date":"20261224"}',
        '{"minutes":[540],"date":"2026-W01-1"}',
        '{"minutes":[540],"date":"2026-02-30"}',
        '{"minutes":[540],"date":20261224}',
        '{"minutes":[540],"first":"2026-12-01"}',
        '{"minutes":[540],"first":"2026-12-01","weeks":0}',
        '{"minutes":[540],"month_day":"31"}',
        '{"minutes":[540],"month_day":32}',
        '{"minutes":[540],"names":540,"weekdays":[0]}',
        '{"minutes":[540],"names":["540"],"weekdays":[0]}',
        '{"minutes":[540],"names":[540,600],"weekdays":[0]}',
        '{"minutes":[540],"names":[600],"moved_from":"20261124","weekdays":[0]}',
        '{"minutes":[540],"names":[600],"moved_from":7,"weekdays":[0]}',
        '{"minutes":[540],"names":[600],"moved_from":"2026-11-24","before":[7,8],"weekdays":[0]}',
        '{"minutes":[540],"weekdays":[0]',
    ],
)
def test_a_malformed_rule_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        rule_from_json(text)
