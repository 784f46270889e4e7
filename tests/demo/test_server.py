"""Who may see the page: whoever has its address, on this machine, from the page itself."""

from __future__ import annotations

import pytest
from yarl import URL

from bot.demo.server import serving
from bot.errors import ConfigError


@pytest.mark.parametrize(
    "path", ["/", "/state", "/wrong/", "/wrong/state", "/discord/", "/app.js", "/wrong%C3%A9/"]
)
async def test_without_the_capability_nothing_is_shown(page, path):
    async with page.session.get(URL(page.address).origin().join(URL(path))) as answer:
        assert answer.status == 403
        assert await answer.text() == "Refused.\n"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
@pytest.mark.parametrize("path", ["", "state", "discord/"])
async def test_from_elsewhere_the_capability_is_not_enough(page, path, headers):
    answer, _ = await page.get(path, **headers)

    assert answer.status == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_the_page_itself_may_ask_under_both_names_of_this_machine(page, host):
    here = f"{host}:{URL(page.address).port}"

    answer, _ = await page.get("state", Host=here, Origin=f"http://{here}")

    assert answer.status == 200


async def test_two_pages_have_different_addresses_and_both_are_on_loopback(play, page):
    async with serving(play, 0) as other:
        first, second = URL(page.address), URL(other)

    assert first.path != second.path
    assert len(first.path) > 30
    assert {first.host, second.host} == {"127.0.0.1"}


async def test_a_port_that_is_taken_is_said_so(play, page):
    with pytest.raises(ConfigError) as refused:
        async with serving(play, URL(page.address).port):
            pass

    (mistake,) = refused.value.mistakes
    assert mistake.key == "port"


@pytest.mark.parametrize("name", ["page.css", "page.js", "icon.svg"])
async def test_what_the_page_is_made_of_is_served_beside_it(page, name):
    _, html = await page.get("")
    answer, text = await page.get(name)

    assert f'"{name}"' in html
    assert answer.status == 200
    assert text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_the_preview_may_be_framed_by_the_page_and_by_no_other(page):
    answer, html = await page.get("discord/")

    root = URL(page.address).path
    assert f'src="{root}discord/app.js"' in html
    assert "X-Frame-Options" not in answer.headers
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


async def test_the_secret_of_the_preview_stays_in_the_process(page, play):
    _, secret = play.window.address
    answer, said = await page.get("discord/backend-diagnostics.json")
    texts = [(await page.get(path))[1] for path in ("", "state", "discord/", "page.js")]

    assert answer.status == 200
    assert said
    assert not any(secret in text for text in texts)


@pytest.mark.parametrize(
    "asked", [{}, [], 7, {"seconds": 0}, {"seconds": "60"}, {"seconds": -1}, {"to": "the moon"}]
)
async def test_a_jump_that_is_none_is_refused(page, asked, clinic):
    before = clinic.env.now()
    answer, _ = await page.post("pass", asked)

    assert answer.status == 400
    assert clinic.env.now() == before


@pytest.mark.parametrize("place", ["nowhere", "", 1, None])
async def test_a_place_there_is_not_is_not_found(page, place, play):
    answer, _ = await page.post("open", {"place": place})

    assert answer.status == 404
    assert play.place.id == "clara-welcome"


async def test_a_post_that_is_no_json_is_refused(page):
    async with page.session.post(page.address + "pass", data=b"\xff{") as answer:
        assert answer.status == 400
