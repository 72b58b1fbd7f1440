"""How our networks are optimised: what began as LAC's learns slowly. Needs `train` (PyTorch).

To change how: the numbers at the head, then `gbakg train`.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

import torch
from torch import nn

RATE = 2e-3
ENCODER_RATE = 0.25  # of RATE: the encoder has seen far more text than we have
DECAY = 0.01
RISING = 0.15  # of all steps, until the rate is at its highest
STEEPEST = 5.0  # of a gradient

Batch = TypeVar("Batch")


def learn(
    network: nn.Module,
    encoder: Iterable[nn.Parameter],
    batches: Iterable[Batch],
    loss: Callable[[Batch], torch.Tensor],
    *,
    steps: int,
    average: float,
) -> None:
    """Teach `network` by `loss` over `batches`, `steps` of them, of which `encoder` are slow to learn.

    It ends with the moving average of its weights, each step's counting `1 - average`.
    """
    slow = list(encoder)
    known = {id(parameter) for parameter in slow}
    rest = [one for one in network.parameters() if id(one) not in known and one.requires_grad]
    rates = [RATE * ENCODER_RATE, RATE]
    groups = [{"params": slow, "lr": rates[0]}, {"params": rest, "lr": rates[1]}]
    optimiser = torch.optim.AdamW(groups, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, rates, total_steps=steps, pct_start=RISING
    )
    kept = {name: value.detach().clone() for name, value in network.state_dict().items()}
    network.train()
    for batch in batches:
        optimiser.zero_grad()
        loss(batch).backward()
        nn.utils.clip_grad_norm_(network.parameters(), STEEPEST)
        optimiser.step()
        schedule.step()
        with torch.no_grad():
            for name, value in network.state_dict().items():
                kept[name].mul_(average).add_(value, alpha=1 - average)
    network.load_state_dict(kept)
    network.eval()
