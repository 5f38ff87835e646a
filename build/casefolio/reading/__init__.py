"""From a folder of YAML to a manuscript: content with the place of every value, and every problem in one run.

The one public function is `read`. Every code this room can give is in `casefolio.reading.codes`.
"""

from __future__ import annotations

from casefolio.reading.project import read

__all__ = ["read"]
