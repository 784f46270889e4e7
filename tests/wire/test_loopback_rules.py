"""The loopback's own rules, without a process: rates, faults, sizes, nonces."""

from __future__ import annotations

import pytest

from tests.loopback.checks import ApiError, check_message, check_modal
from tests.loopback.faults import GATEWAY, Faults
from tests.loopback.ledger import EPHEMERAL, Ledger, Stored
from tests.loopback.rates import Rates, Verdict, peak_per_s
from tests.loopback.world import BOT_ID, World, snowflake

SEND = "POST /channels/{channel}/messages"


def take(rates: Rates, at: float, *, place: str = "1", counted: bool = True) -> Verdict:
    return rates.take(SEND, place, now=at, wall=1_000_000 + at, counted=counted)


def stored(message_id: str, *, nonce: str | None = None, at: float = 0, flags: int = 0) -> Stored:
    wire = {"flags": flags}
    return Stored(message_id, "7", "", wire, source="rest", stored_at=at, nonce=nonce)


def problems(body: dict) -> dict:
    with pytest.raises(ApiError) as refused:
        check_message(body)
    assert refused.value.status == 400
    assert refused.value.body["code"] == 50035
    return refused.value.body["errors"]


def buttons(count: int, **about: object) -> dict:
    parts = [{"type": 2, "style": 1, "label": "x", "custom_id": f"b{n}"} for n in range(count)]
    return {"type": 1, "components": [{**part, **about} for part in parts]}


class TestRates:
    def test_a_bucket_counts_down_and_then_asks_to_wait_for_its_reset(self):
        rates = Rates(limits={SEND: (2, 5.0)})

        first, second, third = take(rates, 10.0), take(rates, 11.0), take(rates, 12.0)

        assert first.headers["X-RateLimit-Remaining"] == "1"
        assert second.headers["X-RateLimit-Remaining"] == "0"
        assert second.headers["X-RateLimit-Reset-After"] == "4.000"
        assert (third.retry_after_s, third.is_global) == (3.0, False)

    def test_a_bucket_is_full_again_after_its_window(self):
        rates = Rates(limits={SEND: (1, 5.0)})
        take(rates, 10.0)

        assert take(rates, 15.0).retry_after_s is None

    def test_every_channel_has_a_bucket_of_its_own(self):
        rates = Rates(limits={SEND: (1, 5.0)})
        take(rates, 10.0, place="1")

        assert take(rates, 10.0, place="2").retry_after_s is None

    def test_the_bot_gets_fifty_requests_in_any_second_over_all_places(self):
        rates = Rates()
        allowed = [take(rates, 1 + n / 100, place=str(n)).retry_after_s for n in range(50)]

        refused = take(rates, 1.5, place="new")

        assert set(allowed) == {None}
        assert refused.is_global
        assert refused.retry_after_s == pytest.approx(0.5)
        assert take(rates, 2.0, place="newer").retry_after_s is None

    def test_answers_to_interactions_do_not_count_for_the_bot(self):
        rates = Rates(global_per_s=1)
        take(rates, 1.0, place="1", counted=False)

        assert take(rates, 1.0, place="2").retry_after_s is None
        assert take(rates, 1.0, place="3", counted=False).retry_after_s is None

    def test_the_peak_is_found_in_a_second_that_straddles_two(self):
        assert peak_per_s([0.0, 0.9, 1.0, 1.1, 1.8, 5.0]) == 4
        assert peak_per_s([]) == 0


class TestFaults:
    def test_a_fault_with_a_count_ends_after_it(self):
        faults = Faults()
        faults.add({"kind": "lost", "route": SEND, "count": 2}, now=0)

        fell = [bool(faults.pick(SEND, "", "", now=1)) for _ in range(4)]

        assert fell == [True, True, False, False]

    def test_a_fault_for_one_user_spares_the_others_and_other_routes(self):
        faults = Faults()
        faults.add({"kind": "error", "code": 50007, "route": SEND, "user": "5"}, now=0)

        assert faults.pick(SEND, "6", "", now=1) is None
        assert faults.pick("POST /users/@me/channels", "5", "", now=1) is None
        assert faults.pick(SEND, "5", "", now=1).code == 50007

    def test_the_same_seed_falls_on_the_same_requests(self):
        def run(seed: int) -> list[bool]:
            faults = Faults()
            faults.add({"kind": "lost", "probability": 0.1, "seed": seed}, now=0)
            return [bool(faults.pick(SEND, "", "", now=1)) for _ in range(500)]

        assert run(4) == run(4)
        assert run(4) != run(5)
        assert 25 <= sum(run(4)) <= 80

    def test_an_outage_covers_the_gateway_and_ends_by_itself(self):
        faults = Faults()
        faults.add({"kind": "outage", "for_s": 5}, now=100)

        assert faults.pick(GATEWAY, "", "", now=104.9)
        assert faults.pick(SEND, "", "", now=104.9)
        assert faults.pick(GATEWAY, "", "", now=105) is None

    def test_other_faults_leave_the_gateway_alone_unless_they_name_it(self):
        faults = Faults()
        faults.add({"kind": "reset"}, now=0)

        assert faults.pick(GATEWAY, "", "", now=1) is None

        faults.add({"kind": "reset", "route": GATEWAY}, now=0)

        assert faults.pick(GATEWAY, "", "", now=1)

    @pytest.mark.parametrize("given", [{"kind": "flood"}, {"kind": "error", "code": 1}])
    def test_a_fault_nobody_knows_is_refused(self, given):
        with pytest.raises(ValueError, match="no such fault"):
            Faults().add(given, now=0)


class TestSizes:
    @pytest.mark.parametrize(
        ("body", "path"),
        [
            ({"content": "x" * 2001}, "content"),
            ({"content": "x", "nonce": "n" * 26}, "nonce"),
            ({"embeds": [{"title": "x" * 257}]}, "embeds.0.title"),
            ({"embeds": [{"description": "x" * 4097}]}, "embeds.0.description"),
            ({"embeds": [{"footer": {"text": "x" * 2049}}]}, "embeds.0.footer.text"),
            ({"components": [buttons(1, label="x" * 81)]}, "components.0.components.0.label"),
            ({"components": [buttons(1, custom_id="x" * 101)]},
             "components.0.components.0.custom_id"),
            ({"components": [buttons(6)]}, "components.0.components"),
            ({"components": [buttons(1, custom_id=str(n)) for n in range(6)]}, "components"),
            ({"components": [buttons(2, custom_id="same")]}, "components.0.components.1.custom_id"),
            ({"content": "x", "components": [{"type": 10, "content": "y"}], "flags": 1 << 15},
             "content"),
            ({"components": [{"type": 10, "content": "x" * 4001}], "flags": 1 << 15}, "components"),
        ],
    )  # fmt: skip
    def test_what_is_too_much_is_refused_by_the_name_of_its_field(self, body, path):
        spot = problems(body)
        for name in path.split("."):
            spot = spot[name]

        assert spot["_errors"][0]["message"]

    def test_what_just_fits_is_accepted(self):
        check_message({
            "content": "x" * 2000, "nonce": "n" * 25,
            "embeds": [{"title": "x" * 256, "description": "y" * 2096, "footer": {"text": "z"}}],
            "components": [buttons(1, custom_id=f"{n}" * 100, label="l" * 80) for n in range(5)],
        })  # fmt: skip

    def test_an_embed_is_limited_in_all_its_texts_together(self):
        embed = {"description": "x" * 4000, "footer": {"text": "y" * 2001}}

        assert "MAX_EMBED_SIZE_EXCEEDED" in str(problems({"embeds": [embed]}))

    def test_an_empty_message_is_refused_but_an_empty_change_is_not(self):
        with pytest.raises(ApiError) as refused:
            check_message({"content": ""})
        assert refused.value.body["code"] == 50006

        check_message({}, edit=True)

    @pytest.mark.parametrize("modal", [{"title": "x" * 46, "components": [{}]}, {"title": "x"}])
    def test_a_modal_with_a_long_title_or_no_parts_is_refused(self, modal):
        with pytest.raises(ApiError):
            check_modal(modal)


class TestLedger:
    def test_a_nonce_is_known_for_the_window_and_not_after_it(self):
        ledger = Ledger()
        ledger.keep(stored("1", nonce="u1.1", at=100))

        assert ledger.sent_with("u1.1", now=399, window_s=300).id == "1"
        assert ledger.sent_with("u1.1", now=400, window_s=300) is None
        assert ledger.sent_with("u2.1", now=100, window_s=300) is None

    def test_history_hides_deleted_and_ephemeral_messages_and_the_ledger_does_not(self):
        ledger = Ledger()
        for message in (stored("1"), stored("2"), stored("3", flags=EPHEMERAL)):
            ledger.keep(message)
        ledger.messages["2"].deleted = True

        assert [m.id for m in ledger.history("7")] == ["1"]
        assert ledger.counts()["messages"] == 3


class TestWorld:
    def test_ids_only_grow(self):
        ids = [int(snowflake()) for _ in range(1000)]

        assert ids == sorted(set(ids))

    def test_a_user_has_one_dm_channel_for_good(self):
        world = World()
        world.add_user({"id": "5", "name": "Amy"})

        assert world.dm_channel("5") == world.dm_channel("5")

    def test_a_member_has_the_permissions_of_their_roles(self):
        world = World()
        guild = world.add_guild({"roles": {"Staff": 1 << 5}})
        staff = guild["roles"][1]["id"]
        world.add_user({"id": "5", "name": "Amy", "guild": guild["id"], "roles": [staff]})

        assert int(world.member(guild["id"], "5")["permissions"]) & 1 << 5
        assert not int(world.member(guild["id"], BOT_ID)["permissions"]) & 1 << 5
