"""Writes optimizers.json: steps of PyTorch's optimizers, and trainings of a matrix written out with them.

All in double precision; the library's trainings are in single. Run in this folder.
"""
import numpy as np
import torch

from inputs import tensors, wave, write

N = 7


def valley(w):
    """A bowl and a power of four across it."""
    target, = tensors(wave(N, phase=1))
    return ((1 + torch.arange(N) / 2) * (w - target) ** 2).sum() / 2 + w.sum() ** 4 / 4


RULES = {
    "Adam": lambda p, rate, decay: torch.optim.Adam(p, rate, weight_decay=decay),
    "AdamW": lambda p, rate, decay: torch.optim.AdamW(p, rate, weight_decay=decay),
    "Sgd": lambda p, rate, decay: torch.optim.SGD(p, rate, momentum=0.9, nesterov=True, weight_decay=decay),
    "Lbfgs": lambda p, rate, _: torch.optim.LBFGS(p, rate, max_iter=1, history_size=20, line_search_fn="strong_wolfe"),
}


def steps(rule, function, start, rate, decay, kept):
    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer, result = RULES[rule]([w], rate, decay), []

    def closure():
        optimizer.zero_grad()
        # L-BFGS has no weight decay of its own in PyTorch: it is half the squared norm in the loss.
        value = function(w) + (decay / 2 * (w**2).sum() if rule == "Lbfgs" else 0)
        value.backward()
        return value

    for step in range(1, max(kept) + 1):
        optimizer.step(closure)
        if step in kept:
            result.append(w.detach().numpy().copy())
    return result


def training(rule="Sgd", relative=False, normalised=False, decay=0.1, clip=0.0, average=0.0, epochs=20, rate=0.05):
    """Targets of inputs, learned by a matrix that starts with ones; every epoch is one step of all samples."""
    a, target, tested, truth = tensors(*(np.float64(np.float32(wave(6, 2, 5, phase=p))) for p in range(4)))
    scale, shift = torch.ones(2, 1, dtype=torch.float64), torch.zeros(2, 1, dtype=torch.float64)
    if normalised:
        def statistics(x):
            return x.std((0, 2), unbiased=True)[:, None], x.mean((0, 2))[:, None]

        of_input, (scale, shift) = statistics(a), statistics(target)
        a, tested = ((x - of_input[1]) / of_input[0] for x in (a, tested))
        target = (target - shift) / scale
    w = torch.ones(2, 2, dtype=torch.float64, requires_grad=True)
    optimizer, kept, losses = RULES[rule]([w], rate, decay), torch.ones(2, 2, dtype=torch.float64), []
    for step in range(1, epochs + 1):
        optimizer.zero_grad()
        value = relative_l2(w @ a, target) if relative else ((w @ a - target) ** 2).mean()
        value.backward()
        if clip:
            torch.nn.utils.clip_grad_norm_([w], clip)
        optimizer.step()
        share = min(average, (1 + step) / (10 + step))
        kept = share * kept + (1 - share) * w.detach()
        losses.append(value.item())
    error = relative_l2(scale * (kept @ tested) + shift, truth).item()
    return {"Rule": rule, "Relative": relative, "Normalised": normalised, "Decay": decay, "Clip": clip, "Average": average,
            "Epochs": epochs, "Rate": rate, "Weights": kept.numpy(), "Losses": losses, "Error": error}


def relative_l2(prediction, truth):
    return ((prediction - truth).flatten(1).norm(dim=1) / truth.flatten(1).norm(dim=1)).mean()


write("optimizers.json", {
    "Steps": [{"Rule": rule, "Decay": decay, "Rate": rate, "Kept": kept,
               "Weights": steps(rule, valley, wave(N), rate, decay, kept)}
              for rule, rate, kept in (("Adam", 0.05, [1, 2, 5, 20]), ("AdamW", 0.05, [1, 2, 5, 20]),
                                       ("Sgd", 0.01, [1, 2, 5, 20]), ("Lbfgs", 1.0, [1, 2, 3, 4, 6]))
              for decay in (0.0, 0.1)],
    "Trainings": [training("Adam"), training("AdamW"), training("Sgd"), training("AdamW", relative=True),
                  training("AdamW", relative=True, normalised=True), training(clip=0.05), training(clip=1e3),
                  training(average=0.9), training(average=0.1, epochs=5),
                  training("Adam", relative=True, normalised=True, clip=0.2, average=0.5)],
})
