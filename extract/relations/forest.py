"""Boosted trees as ONNX: what a trained ranker is at run time, without scikit-learn.

To change how trees are trained: extract/relations/boosting.py.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from extract.onnx_models import InferenceSession, open_model
from extract.relations.arrays import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Trees over rows of features."""

    session: InferenceSession

    def odds(self, rows: Floats) -> Floats:
        """Return the log-odds of each of `rows` (n, features) as an array (n,)."""
        return np.asarray(self.session.run(["odds"], {"rows": rows})[0]).reshape(len(rows))


def load_forest(source: Path | bytes) -> Forest:
    """Return the forest that `source` holds, a file or its content."""
    return Forest(open_model(source))
