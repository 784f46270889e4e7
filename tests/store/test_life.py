"""Whatever happens in whatever order: no row in an impossible state, and nothing sent twice."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.store.connection import Store
from bot.store.migrate import migrate
from tests.store.builders import NOW_AT
from tests.store.life import World

# What happens most comes several times.
STEPS = [
    *["wait", "plan", "claim", "settle"] * 9,
    *["press", "look_up"] * 5,
    *["put_off", "settle_late", "crash", "stop", "start_again"],
]
STORIES = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 839)), min_size=10, max_size=100
)


async def live(story: list[tuple[str, int]]) -> World:
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(Path(folder) / "unknot.db", None)
        try:
            await migrate(store, NOW_AT)
            world = await World.begin(store)
            for name, number in story:
                await getattr(world, name)(number)
                await world.check()
            return world
        finally:
            await store.close()


@hypothesis_settings(derandomize=True, deadline=None, max_examples=60)
@given(STORIES)
def test_no_story_sends_a_step_twice_or_leaves_an_impossible_state(
    story: list[tuple[str, int]],
) -> None:
    asyncio.run(live(story))


def test_a_long_story_has_all_of_it_happen() -> None:
    """Proves that the stories above can reach what they are about."""
    dice = random.Random(2)
    story = [(dice.choice(STEPS), dice.randrange(840)) for _ in range(1500)]

    world = asyncio.run(live(story))

    steps = Counter(step for _, step in world.stored)
    assert steps[1] > 20
    assert steps[2] > 1
    assert world.ends >= {"answered", "dropped", "failed", "merged", "sent", "stale", "stopped"}
    assert world.doubts_looked_up > 5
