"""The same networks as plain PyTorch programs, with PyTorch's default settings: what the benchmark is measured against.

bench/Operators starts it with --measure and one argument of JSON, and reads one line of JSON. Parameter names are the published ones.
"""
import json
import sys
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def conv(i, o, stride=1):
    return nn.Conv2d(i, o, 3, stride, 1, bias=False)


class Step(nn.Module):
    """u + S(f - A u), or S f for the first one."""

    def __init__(self, source, channels, first=False):
        super().__init__()
        self.A = None if first else conv(channels, source)
        self.S = conv(source, channels)

    def forward(self, u, f):
        return self.S(f) if u is None else u + self.S(f - self.A(u))


class Restriction(nn.Module):
    def __init__(self, source, channels):
        super().__init__()
        self.Pi, self.R = conv(channels, channels, 2), conv(source, source, 2)

    def forward(self, u, f):
        return self.Pi(u), self.R(f)


class Cycle(nn.Module):
    """One V-cycle with a single pre-smoothing step a level and two on the coarsest."""

    def __init__(self, source, channels, steps):
        super().__init__()
        self.layer0 = nn.ModuleList([Step(source, channels, first=True)])
        for level, n in enumerate(steps[1:], 1):
            setattr(self, f"layer{level}", nn.ModuleList([Restriction(source, channels)] + [Step(source, channels) for _ in range(n)]))
        self.RTlayers = nn.ModuleList(nn.ConvTranspose2d(channels, channels, 4, 2, 1, bias=False) for _ in steps[1:])

    def forward(self, f):
        u, solutions = self.layer0[0](None, f), []
        for level in range(len(self.RTlayers)):
            solutions.append(u)
            restriction, *steps = getattr(self, f"layer{level + 1}")
            u, f = restriction(u, f)
            for step in steps:
                u = step(u, f)
        for prolong in reversed(self.RTlayers):
            u = solutions.pop() + prolong(u)
        return u


class Multigrid(nn.Module):
    def __init__(self, channels=24, layers=4, steps=(1, 1, 1, 2)):
        super().__init__()
        widths = [1] + [channels] * (layers - 1)
        self.conv_list = nn.ModuleList(Cycle(w, channels, steps) for w in widths)
        self.linear_list = nn.ModuleList(nn.Conv2d(w, channels, 1) for w in widths)
        self.linear = nn.Conv2d(channels, 1, 1, bias=False)

    def forward(self, u):
        for cycle, bias in zip(self.conv_list, self.linear_list):
            u = F.gelu(cycle(u) + bias(u))
        return self.linear(u)


class ComplexWeight(nn.Module):
    def __init__(self, *shape, scale):
        super().__init__()
        self.tensor = nn.Parameter(scale * torch.randn(*shape, dtype=torch.cfloat))


class Spectral(nn.Module):
    def __init__(self, channels, modes):
        super().__init__()
        scale = (2 / (2 * channels)) ** 0.5
        self.half = modes // 2
        self.weight = ComplexWeight(channels, channels, modes, self.half + 1, scale=scale)
        self.bias = nn.Parameter(scale * torch.randn(channels, 1, 1))

    def forward(self, x):
        n, half, weight = x.shape[-2], self.half, self.weight.tensor
        spectrum = torch.fft.rfft2(x, norm="forward")
        out = torch.zeros(x.shape[0], weight.shape[1], n, x.shape[-1] // 2 + 1, dtype=torch.cfloat, device=x.device)
        multiply = lambda a, w: torch.einsum("bixy,ioxy->boxy", a, w)
        # The weights of the negative frequencies come first.
        out[:, :, n - half :, : half + 1] = multiply(spectrum[:, :, n - half :, : half + 1], weight[:, :, :half])
        out[:, :, :half, : half + 1] = multiply(spectrum[:, :, :half, : half + 1], weight[:, :, half:])
        return torch.fft.irfft2(out, s=x.shape[-2:], norm="forward") + self.bias


class Mlp(nn.Module):
    def __init__(self, i, h, o):
        super().__init__()
        self.fcs = nn.ModuleList([nn.Conv2d(i, h, 1), nn.Conv2d(h, o, 1)])

    def forward(self, x):
        return self.fcs[1](F.gelu(self.fcs[0](x)))


class Skip(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 1, bias=False)

    def forward(self, x):
        return self.conv(x)


class Gate(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(1, channels, 1, 1))

    def forward(self, x):
        return self.weight * x


class Blocks(nn.Module):
    def __init__(self, modes, channels, layers):
        super().__init__()
        self.convs = nn.ModuleList(Spectral(channels, modes) for _ in range(layers))
        self.fno_skips = nn.ModuleList(Skip(channels) for _ in range(layers))
        self.channel_mlp = nn.ModuleList(Mlp(channels, channels // 2, channels) for _ in range(layers))
        self.channel_mlp_skips = nn.ModuleList(Gate(channels) for _ in range(layers))

    def forward(self, x):
        for i in range(len(self.convs)):
            act = (lambda v: v) if i == len(self.convs) - 1 else F.gelu
            y = act(self.convs[i](x) + self.fno_skips[i](x))
            x = act(self.channel_mlp[i](y) + self.channel_mlp_skips[i](x))
        return x


class Fourier(nn.Module):
    def __init__(self, modes, channels=24, layers=4):
        super().__init__()
        self.lifting = Mlp(3, 2 * channels, channels)
        self.fno_blocks = Blocks(modes, channels, layers)
        self.projection = Mlp(channels, 2 * channels, 1)

    def forward(self, x):
        lines = [torch.arange(n, device=x.device) / n for n in x.shape[-2:]]
        grid = torch.stack(torch.meshgrid(*lines, indexing="ij"))
        x = torch.cat([x, grid.expand(x.shape[0], -1, -1, -1)], 1)
        return self.projection(self.fno_blocks(self.lifting(x)))


def h1(p, t):
    def norm(x):
        total = x.square()
        for axis in (2, 3):
            slope = (x.roll(-1, axis) - x.roll(1, axis)) * (x.shape[axis] / 2)
            total = total + slope.square()
        return total.sum((1, 2, 3)).sqrt()
    return (norm(p - t) / norm(t)).mean()


def raw(folder, name, shape):
    return torch.from_numpy(np.fromfile(f"{folder}/{name}.bin", np.float32)).reshape(tuple(shape))


def show(model, work):
    """Outputs and loss for the weights and inputs of a folder."""
    folder, shape, device = work["folder"], (work["batch"], 1, work["size"], work["size"]), work["device"]
    # Ten bits of mantissa would hide a difference of the networks.
    torch.backends.cudnn.allow_tf32 = False
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.copy_(torch.view_as_complex(raw(folder, name, (*p.shape, 2))) if p.is_complex() else raw(folder, name, p.shape))
        output = model(raw(folder, "input", shape).to(device))
        loss = h1(output, raw(folder, "target", shape).to(device)).reshape(1)
    for name, values in (("output", output), ("loss", loss)):
        values.cpu().numpy().tofile(f"{folder}/{name}.bin")
    return 0, 0


def now():
    return time.perf_counter(), time.process_time()


def train(model, work):
    """Wall and processor seconds of the best epoch but the first."""
    shape = (work["samples"], 1, work["size"], work["size"])
    device = work["device"]
    x, y = (torch.rand(shape) - 0.5).to(device), (torch.rand(shape) - 0.5).to(device)
    optimizer = torch.optim.Adam(model.parameters(), 1e-3, weight_decay=1e-4)
    spans = []
    for _ in range(work["epochs"]):
        start = now()
        for part in torch.randperm(len(x), device=device).split(work["batch"]):
            optimizer.zero_grad()
            h1(model(x[part]), y[part]).backward()
            optimizer.step()
        if device != "cpu":
            torch.cuda.synchronize()
        spans.append([b - a for a, b in zip(start, now())])
    return map(min, zip(*(spans[1:] or spans)))


def predict(model, work):
    """Wall and processor seconds of one prediction: the best of some chunks, the first left out."""
    model.eval()
    x, spans = torch.rand(work["batch"], 1, work["size"], work["size"]) - 0.5, []
    with torch.inference_mode():
        for _ in range(9):
            start, runs = now(), 0
            while runs < 2 or now()[0] - start[0] < 0.15:
                model(x.to(work["device"])).cpu()
                runs += 1
            spans.append([(b - a) / runs for a, b in zip(start, now())])
    return map(min, zip(*spans[1:]))


def main():
    work = json.loads(sys.argv[2])
    torch.manual_seed(0)
    steps = (1,) * (work["size"].bit_length() - 2) + (2,)
    model = Multigrid(steps=steps) if work["model"] == "mgno" else Fourier(min(16, work["size"] // 2))
    model.to(work["device"])
    seconds, cpu = {"epoch": train, "prediction": predict, "outputs": show}[work["kind"]](model, work)
    count = sum(2 * p.numel() if p.is_complex() else p.numel() for p in model.parameters())
    setting = f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads"
    print(json.dumps({"parameters": count, "seconds": seconds, "cpuSeconds": cpu, "setting": setting}))


main()
