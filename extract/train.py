"""Train what is learned from marked articles, and write it where the pipeline reads it.

To add a model: a line in `train_models` that trains and saves it.
"""

from collections.abc import Sequence
from pathlib import Path

from extract.errors import InputError
from extract.gazetteer import load_gazetteer
from extract.gold import GoldArticle
from extract.intact import write_sums
from extract.relations.loading import load_words

MODELS = ("tagger", "relations")


def train_models(golds: Sequence[GoldArticle], out: Path, *, seed: int = 0) -> tuple[Path, ...]:
    """Train on `golds`, write the models below `out`, and return their folders.

    The same articles and seed give the same models. Raises InputError where there are no marked
    articles, or where PyTorch is not installed.
    """
    if not golds:
        raise InputError("train", "no marked articles", "give a folder such as data/gold/dev")
    try:  # PyTorch and scikit-learn come with the extra alone
        from extract.relations.model import save_model  # noqa: PLC0415
        from extract.relations.network_training import train_networks  # noqa: PLC0415
        from extract.relations.train import train_relations  # noqa: PLC0415
        from extract.tagging.training import save_tagger, train_tagger  # noqa: PLC0415
    except ModuleNotFoundError as error:
        fault = f"training needs {error.name}, which is not installed"
        raise InputError("train", fault, "pip install 'gba-kg[train]'") from error
    save_tagger(train_tagger(golds, load_gazetteer().names(), seed=seed), out / "tagger")
    words = load_words()
    save_model(train_relations(golds, train_networks(golds, words), words), out / "relations")
    for name in MODELS:
        write_sums(out / name)
    return tuple(out / name for name in MODELS)
