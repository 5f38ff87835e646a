"""How WeasyPrint is loaded: in a process of its own, for this one has loaded it already."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files

import pytest
from tests.product.desk import surroundings

SCRIPT = """
import ctypes.util, os, sys
from casefolio.press.start import load_weasyprint
whole = ctypes.util.find_library
{before}
weasyprint = load_weasyprint()
assert weasyprint is load_weasyprint() is sys.modules["weasyprint"]
assert ctypes.util.find_library is whole
assert os.environ["FONTCONFIG_FILE"].endswith("fonts.conf")
{after}
"""


def python(before: str = "", after: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    script = SCRIPT.format(before=before, after=after)
    return subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", script],
        env=surroundings(**environment),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("plain", ["", "1"])
def test_it_is_loaded_once_without_system_fonts_and_nothing_stays_changed(plain: str) -> None:
    done = python(CASEFOLIO_PLAIN_IMPORT=plain)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_waits_is_loaded_when_it_is_used() -> None:
    """Whoever asks fontTools for its subsetter gets the real one."""
    after = """
from fontTools.subset import Options, Subsetter
assert not getattr(sys.modules["fontTools.subset"], "__file__", None)
assert type(Options()).__module__ == "fontTools.subset"
assert sys.modules["fontTools.subset"].__file__
import fontTools.varLib.instancer
"""
    done = python(after=after)
    assert (done.returncode, done.stderr) == (0, "")


NOTHING_SPARED = """
from cffi import FFI
from weasyprint.html import PH_STYLESHEET
from weasyprint.text.ffi import ffi
assert getattr(sys.modules["fontTools.subset"], "__file__", None)
assert type(ffi) is FFI
assert PH_STYLESHEET.matcher.lower_local_name_selectors
"""


def test_another_weasyprint_is_imported_as_it_is() -> None:
    done = python("import casefolio.press.start; casefolio.press.start._MEASURED = '99.'", NOTHING_SPARED)
    assert (done.returncode, done.stderr) == (0, "")


def test_it_is_imported_as_it_is_on_request() -> None:
    done = python(after=NOTHING_SPARED, CASEFOLIO_PLAIN_IMPORT="1")
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_spared() -> None:
    """Each of these takes a while; that none of them is done is seen from outside the import too."""
    before = """
import subprocess, pycparser
def forbidden(*_, **__): raise AssertionError
subprocess.Popen = pycparser.CParser = forbidden
"""
    after = """
import cffi, tinycss2
from weasyprint.html import PH_STYLESHEET, UA_STYLESHEET
from weasyprint.text.ffi import ffi
assert type(ffi) is not cffi.FFI and cffi.FFI.__module__ == "cffi.api"
assert UA_STYLESHEET.matcher.lower_local_name_selectors
assert not PH_STYLESHEET.matcher.lower_local_name_selectors
assert tinycss2.parse_stylesheet.__module__ == "tinycss2.parser"
"""
    done = python(before, after)
    assert (done.returncode, done.stderr) == (0, "")


def test_declarations_that_changed_are_read_anew() -> None:
    """What was written down beforehand holds for one text of the declarations only."""
    before = "import casefolio.press.start as start; start.fingerprint = lambda path: 'another'"
    after = "import cffi; from weasyprint.text.ffi import ffi; assert type(ffi) is cffi.FFI"
    done = python(before, after)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_declarations_are_those_of_the_weasyprint_that_is_installed() -> None:
    written = files("casefolio.press") / "declarations.json"
    done = subprocess.run(
        [sys.executable, "-m", "casefolio.press.declare"],
        env=surroundings(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == written.read_text("utf-8")


def test_without_pango_it_says_what_to_install() -> None:
    before = """
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
sys.meta_path.insert(0, Gone())
"""
    done = python(before)
    assert done.returncode == 1
    assert "CF-302" in done.stderr
    assert "apt install libpango-1.0-0" in done.stderr
