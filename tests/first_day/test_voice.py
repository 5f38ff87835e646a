"""How problems are told: plain words where they are piped, colour and links where somebody looks."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.product.desk import Project, casefolio, surroundings

from casefolio.errors import CasefolioError
from casefolio.model.workspace import Workspace
from casefolio.reading import read

if TYPE_CHECKING:
    from pathlib import Path

_STYLE = re.compile(r"\033\[[\d;]*[mK]")
_LINK = re.compile(r"\033]8;;(.*?)\033\\")
_QUIET = {
    "NO_COLOR": "",
    "FORCE_COLOR": "",
    "VTE_VERSION": "",
    "KITTY_WINDOW_ID": "",
    "TERM_PROGRAM": "",
    "TERM": "xterm",
}


@pytest.fixture
def wrong(tmp_path: Path) -> Project:
    project = Project(tmp_path / "me")
    project.write("content/experience.yaml", "- title: x\n  employer: y\n  company: z\n")
    return project


def on_terminal(*words: str, cwd: Path, **environment: str) -> str:
    """What a terminal is sent when the command runs in it."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "casefolio", *words]
    with subprocess.Popen(
        command, cwd=cwd, env={**surroundings(), **_QUIET, **environment}, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        sent = bytearray()
        try:
            while data := os.read(ours, 4096):
                sent += data
        except OSError:  # Linux ends a terminal that nobody writes to with an error
            pass
        process.wait()
    os.close(ours)
    return sent.decode().replace("\r\n", "\n")


def test_piped_words_are_those_of_the_problem(wrong: Project) -> None:
    done = casefolio("--project", wrong.root, "check", environment=_QUIET)
    with pytest.raises(CasefolioError) as caught:
        read(Workspace.at(wrong.root))
    assert done.err == f"{caught.value}\n"
    assert done.err.splitlines()[1:3] == ["      company: z", "      ^~~~~~~"]


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
    ],
)
def test_colour_where_it_is_piped(environment: dict[str, str], coloured: bool, wrong: Project) -> None:  # noqa: FBT001
    done = casefolio("--project", wrong.root, "check", environment={**_QUIET, **environment})
    assert ("\033[" in done.err) == coloured
    plain = casefolio("--project", wrong.root, "check", environment=_QUIET)
    assert _STYLE.sub("", done.err) == plain.err


def test_on_a_terminal_there_is_colour_and_the_file_is_named_from_here(wrong: Project) -> None:
    said = on_terminal("--project", "me", "check", cwd=wrong.root.parent)
    assert "\033[31m" in said
    assert "me/content/experience.yaml:3:3: " in _STYLE.sub("", said)
    assert "1 error · casefolio explain CF-202 says more" in _STYLE.sub("", said)
    assert "]8;;" not in said


def test_links_only_where_the_terminal_opens_them(wrong: Project) -> None:
    said = on_terminal("check", cwd=wrong.root, VTE_VERSION="7600")
    assert _LINK.findall(said) == [(wrong.root / "content/experience.yaml").as_uri(), ""]
    assert "content/experience.yaml:3:3: " in _LINK.sub("", _STYLE.sub("", said))


def test_a_terminal_without_colour_or_skill(wrong: Project) -> None:
    said = on_terminal("check", cwd=wrong.root, NO_COLOR="1")
    assert "\033[3" not in said
    said = on_terminal("check", cwd=wrong.root, TERM="dumb", VTE_VERSION="7600")
    assert "\033" not in said


def test_a_key_by_another_name_is_one_mistake(tmp_path: Path) -> None:
    project = Project(tmp_path).write("content/experience.yaml", "- {title: x, company: y}\n")
    assert casefolio("--project", project.root, "check", "--json").codes == ["CF-202"]


def test_success_is_one_line(tmp_path: Path) -> None:
    project = Project(tmp_path).write("content/experience.yaml", "- {title: x, employer: y}\n")
    done = casefolio("--project", project.root, "check")
    assert (done.out, done.err) == ("Ada Example · 1 job\n", "")


def test_the_worst_comes_first_and_twenty_are_enough(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write("content/cv.yaml", "".join(f"key{number}: x\n" for number in range(25)))
    project.write("content/a.yaml", "")
    done = casefolio("--project", project.root, "check")
    heads = [line for line in done.err.splitlines() if re.search(r"\[CF-\d{3}\]$", line)]
    assert len(heads) == 20
    assert done.err.splitlines()[-1] == "… and 6 more"


def test_errors_come_before_warnings(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.write("content/profile.yaml", "name: A\n")
    project.write("content/talks/Zz.yaml", "title: x\nevent: y\n")
    lines = casefolio("--project", project.root, "check").err.splitlines()
    heads = [line for line in lines if re.search(r"\[CF-\d{3}\]$", line)]
    assert all("warning" not in head for head in heads[:1])


def test_nothing_in_a_file_steers_the_terminal(tmp_path: Path) -> None:
    project = Project(tmp_path).write("content/settings.yaml", "locale: en\npaper: \x1b]0;owned\x07a4\n")
    done = casefolio("--project", project.root, "check", environment={"FORCE_COLOR": "1"})
    assert "\x1b]0" not in done.err
    assert "\x07" not in done.err
    assert "CF-107" in done.err


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("experience", "- {title: x, company: y}", "did you mean 'employer'?"),
        ("experience", "- {position: x, employer: y}", "did you mean 'title'?"),
        ("experience", "- {title: x, employer: y, date: 2020}", "did you mean 'start' and 'end'?"),
        ("experience", "- {title: x, employer: y, start: 2020, date: 2021}", "did you mean"),
        ("experience", "- {title: x, employer: y, startDate: 2020}", "did you mean 'start'?"),
        ("experience", "- {title: x, employer: y, endDate: 2020}", "did you mean 'end'?"),
        ("experience", "- {title: x, employer: y, description: z}", "did you mean 'summary'?"),
        ("experience", "- {title: x, employer: y, bullets: [z]}", "did you mean 'highlights'?"),
        ("experience", "- {title: x, employer: y, location: z}", "did you mean 'place'?"),
        ("experience", "- {title: x, employer: y, link: z}", "did you mean 'url'?"),
        ("education", "- {title: x, school: y}", "did you mean 'institution'?"),
        ("education", "- {degree: x, institution: y}", "did you mean 'title'?"),
        ("education", "- {title: x, institution: y, gpa: z}", "did you mean 'grade'?"),
        ("profile", "{name: x, contact: {mail: y}}", "did you mean 'email'?"),
        ("profile", "{name: x, mail: y}", "did you mean 'email' below 'contact'?"),
        ("profile", "{name: x, title: y}", "did you mean 'role'?"),
        ("profile", "{name: x, url: y}", "did you mean 'links'?"),
        ("projects", "- {title: x, description: y}", "did you mean 'summary'?"),
        ("projects", "- {title: x, summary: y, stack: [z]}", "did you mean 'technologies'?"),
        ("publications", "- {title: x, journal: y}", "did you mean 'venue'?"),
        ("publications", "- {title: x, year: 2020}", "did you mean 'date'?"),
        ("languages", "- {name: x, level: y}", "did you mean 'language'?"),
        ("languages", "- {language: x, fluency: y}", "did you mean 'level'?"),
        ("skills", "- {name: x, keywords: [y]}", "did you mean 'items'?"),
        ("settings", "{lang: de}", "did you mean 'locale'?"),
        ("settings", "{ignore: [CF-262]}", "did you mean 'quiet'?"),
    ],
)
def test_other_words_for_a_key_are_understood(file: str, text: str, words: str, tmp_path: Path) -> None:
    project = Project(tmp_path).write(f"content/{file}.yaml", text + "\n")
    messages = [p["message"] for p in casefolio("--project", project.root, "check", "--json").said["problems"]]
    assert any(words in message for message in messages), messages
