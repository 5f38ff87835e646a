"""The CV set by Typst, tagged and for archives as ours is: `typesetting.py FOLDER [stay]`. With `stay`, a resident."""

import json
import sys
from pathlib import Path
from typing import Any

import typst

folder = Path(sys.argv[1])
words = folder / "cv.json"


def compiled(compiler: Any) -> None:
    compiler.compile(output=str(folder / "cv.pdf"), format="pdf", pdf_standards=["ua-1", "a-3a"])


def made_ready() -> Any:
    faces = [str(folder)]
    return typst.Compiler(str(folder / "cv.typ"), root=str(folder), font_paths=faces, ignore_system_fonts=True)


if len(sys.argv) == 2:
    compiled(made_ready())
else:
    from tests.bench.sides.turns import take_turns

    compiler = made_ready()
    before = words.read_text("utf-8")
    first = json.loads(before)["parts"][0]["blocks"][0]["words"][0]["text"]

    def change(number: int) -> None:
        words.write_text(before.replace(json.dumps(first)[1:-1], f"{number} {json.dumps(first)[1:-1]}"), "utf-8")

    take_turns(lambda: compiled(compiler), change)
