"""Writes schedules.json: rates of PyTorch's schedulers, epoch by epoch. Run in this folder."""
import torch

from inputs import write


def rates(scheduler, steps, **arguments):
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=1)
    schedule, result = scheduler(optimizer, **arguments), []
    for _ in range(steps):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return result


schedulers = torch.optim.lr_scheduler
write("schedules.json", {
    "Cosine": rates(schedulers.CosineAnnealingLR, 20, T_max=20),
    "ShortCosine": rates(schedulers.CosineAnnealingLR, 13, T_max=12),
    "Step": rates(schedulers.StepLR, 20, step_size=6, gamma=0.3),
    "Restarts": rates(schedulers.CosineAnnealingWarmRestarts, 25, T_0=3, T_mult=2),
    "EqualRestarts": rates(schedulers.CosineAnnealingWarmRestarts, 20, T_0=4, T_mult=1),
    # From a thousandth of the way, which is counted as a part of it.
    "WarmUp": rates(schedulers.LinearLR, 20, start_factor=0.001 / 1.001, total_iters=8),
})
