"""What is handed out: the sdist, the wheel made from it, and a project of somebody else's built with that wheel."""

from __future__ import annotations

import email
import shutil
import sysconfig
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest
from tests.packaging.tree import ROOT, copy_project, run, tool

import casefolio

PRIVATE = "+49 69 0000000"


@dataclass(frozen=True)
class Built:
    """The distributions made from a copy of the project that holds private files."""

    source: Path
    sdist: Path
    wheel: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Both distributions, the wheel made from the sdist, as `python -m build` does for a release."""
    source = copy_project(tmp_path_factory.mktemp("release") / "casefolio")
    # our own exclusion must do without git's
    (source / ".gitignore").unlink()
    for place in ("content/private/profile.yaml", "content/private/studies/eks.yaml"):
        (source / place).parent.mkdir(parents=True, exist_ok=True)
        (source / place).write_text(f"phone: {PRIVATE}\n")
    dist = source / "dist"
    tool("build", "--no-isolation", "--outdir", str(dist), cwd=source)
    (sdist,) = dist.glob("*.tar.gz")
    (wheel,) = dist.glob("*.whl")
    return Built(source, sdist, wheel)


def files_under(folder: Path, name: str) -> set[str]:
    """The files of a folder, named as if the folder were called `name`."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(PurePosixPath(name, *path.parts)) for path in paths if "__pycache__" not in path.parts}


def test_the_wheel_holds_the_package_its_layouts_and_its_styles_and_nothing_else(built: Built) -> None:
    expected = files_under(ROOT / "build/casefolio", "casefolio")
    assert "casefolio/py.typed" in expected
    for kind in ("layouts", "styles"):
        shipped = files_under(ROOT / kind, f"casefolio/{kind}")
        assert shipped
        expected |= shipped
    names = zipfile.ZipFile(built.wheel).namelist()
    assert {name for name in names if ".dist-info/" not in name} == expected


def test_the_sdist_can_be_worked_on(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names >= {"pyproject.toml", "README.md", "LICENSE", "Makefile", "build/prepare.sh", "requirements-dev.lock"}
    assert names >= {path for path in files_under(ROOT / "tests", "tests") if "/private/" not in path}
    assert names >= {path for path in files_under(ROOT / "content", "content") if "/private/" not in path}


def test_nothing_private_is_handed_out(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        members = {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(built.sdist) as sdist:
        for member in filter(tarfile.TarInfo.isfile, sdist):
            file = sdist.extractfile(member)
            assert file
            members[member.name] = file.read()
    assert not [name for name in members if "content/private" in name and "starting/samples" not in name]
    # this file says the number itself
    assert {Path(name).name for name, data in members.items() if PRIVATE.encode() in data} <= {Path(__file__).name}


def test_the_wheel_says_what_it_needs(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(wheel.read(name))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert metadata["Version"] == casefolio.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert len(metadata.get_all("Requires-Dist", [])) == len(project["dependencies"])


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an empty environment with the wheel in it.

    A .pth file lends it the dependencies of the environment that runs the tests, so that no network is needed. Such
    a file is no site folder: the .pth in *there* that makes this source tree importable is not read.
    """
    folder = tmp_path_factory.mktemp("installed")
    tool("uv", "venv", "--offline", "--quiet", "--no-project", "env", cwd=folder)
    python = folder / "env/bin/python"
    tool("uv", "pip", "install", "--offline", "--no-deps", f"--python={python}", str(built.wheel), cwd=folder)
    (site,) = (folder / "env").glob("lib/python*/site-packages")
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "env/bin"


def test_the_installed_wheel_builds_a_folder_of_yaml_anywhere(installed: Path, tmp_path: Path) -> None:
    project = tmp_path / "somebody"
    shutil.copytree(ROOT / "tests/persons/student", project)
    assert run(installed / "casefolio", "--version", cwd=project).stdout == f"casefolio {casefolio.__version__}\n"
    where = run(installed / "python", "-c", "import casefolio; print(casefolio.__file__)", cwd=project).stdout.strip()
    assert Path(where).is_relative_to(installed.parent)
    run(installed / "casefolio", "build", "cv", cwd=project)
    assert (project / "out/cv.pdf").read_bytes().startswith(b"%PDF-")
    assert run(installed / "python", "-m", "casefolio", "--version", cwd=tmp_path).stdout.startswith("casefolio ")


def test_an_editable_install_uses_the_layouts_of_the_source_tree(built: Built, tmp_path: Path) -> None:
    """`force-include` would leave a copy in site-packages, and edits to layouts/ without effect."""
    code = "from hatchling.build import build_editable; import sys; print(build_editable(sys.argv[1]))"
    name = run(sysconfig.get_path("scripts") + "/python", "-c", code, tmp_path, cwd=built.source).stdout.split()[-1]
    names = zipfile.ZipFile(tmp_path / name).namelist()
    assert [name for name in names if ".dist-info/" not in name] == ["_casefolio.pth"]
