"""``unknot check-content``, typed by somebody who wrote cards of their own."""

from __future__ import annotations


def test_check_content_names_each_mistake(unknot, tmp_path):
    (tmp_path / "mine" / "en").mkdir(parents=True)
    (tmp_path / "mine" / "en" / "prompts.toml").write_text("[[prompt]]\nid = walk\n")

    result = unknot("check-content", "mine")

    assert result.exit_code == 1
    assert result.stdout.startswith("en/prompts.toml: is not TOML")


def test_check_content_is_silent_about_what_is_well(unknot, tmp_path, config_file):
    (tmp_path / "mine").mkdir()
    config_file.write_text('[content]\nfolder = "mine"')

    result = unknot("check-content")

    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'mine'}: nothing is wrong.\n")


def test_check_content_without_a_folder_of_ones_own(unknot, config_file):
    assert "comes with the bot" in unknot("check-content").stdout
