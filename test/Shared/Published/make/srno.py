"""Reference of SRNO of 2y7c3/Super-Resolution-Neural-Operator, with the encoder edsr-baseline.

python3 srno.py <clone>: writes ../srno/srno.npz. Needs torch and what the program imports; runs without CUDA.
"""
import json
import pathlib
import sys

import numpy as np
import torch
from commits import commit_of

clone = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(clone))
# The program moves coordinates to a GPU by itself.
torch.Tensor.cuda = lambda self, *_, **__: self
import models  # noqa: E402
from utils import make_coord  # noqa: E402

target = pathlib.Path(__file__).resolve().parent.parent / "srno" / "srno.npz"
arguments = dict(encoder_spec=dict(name="edsr-baseline", args=dict(n_resblocks=2, no_upsampling=True)),
                 width=24, blocks=3)
torch.manual_seed(3)
model = models.make(dict(name="sronet", args=arguments)).eval()
with torch.no_grad():
    for name, value in model.named_parameters():
        if "kln" in name or "vln" in name:
            value.add_(torch.randn_like(value) * 0.3)
        # As drawn, the network adds little to the interpolated image, and attention little to the network.
        for part, factor in (("encoder", 2), ("qkv_proj", 4), ("fc2", 8)):
            if part in name:
                value.mul_(factor)
        # The encoder's 64 channels are fixed: numbers of few digits keep the file small.
        value.copy_((value * 1024).round() / 1024)
arrays = {"state." + key: value.detach().numpy() for key, value in model.state_dict().items()}


def run(i, batch, coarse, queries, cell):
    x = torch.randn(batch, 3, *coarse)
    with torch.no_grad():
        y = model(x, queries, cell)
    # Unit square, coordinates first: ours.
    points = ((queries.double() + 1) / 2).permute(0, 3, 1, 2).reshape(batch, 2, -1).float()
    arrays[f"input{i}"], arrays[f"points{i}"] = x.numpy(), points.numpy()
    arrays[f"cell{i}"], arrays[f"output{i}"] = (cell / 2).numpy(), y.reshape(batch, 3, -1).numpy()
    print(i, y.shape, float(y.abs().max()), float((y - torch.nn.functional.grid_sample(
        x, queries.flip(-1), mode="bilinear", padding_mode="border", align_corners=False)).abs().max()))


def grid(batch, size, factor=1.0):
    queries = make_coord(size, flatten=False)
    cell = torch.tensor([2 / size[0], 2 / size[1]]) * factor
    return queries.expand(batch, *queries.shape).clone(), cell.expand(batch, 2).clone()


# Twice as fine; in other proportions, with larger cells; at points drawn as in its training, each sample its own.
run(0, 2, (6, 5), *grid(2, (12, 10)))
run(1, 1, (7, 8), *grid(1, (17, 30), 1.3))
drawn = torch.rand(2, 4, 6, 2) * 2 - 1
run(2, 2, (5, 7), drawn, torch.tensor([[0.1, 0.2], [0.15, 0.08]]))
config = {"program": "2y7c3/Super-Resolution-Neural-Operator", "commit": commit_of(clone),
          "class": "SRNO", **arguments, "seed": 3,
          "redrawn": ["kln", "vln"], "enlarged": {"encoder": 2, "qkv_proj": 4, "fc2": 8}, "rounded": 1 / 1024,
          "layout": "points [batch, 2, points] = (coord + 1)/2, cell [batch, 2] = cell/2, output [batch, 3, points]"}
np.savez_compressed(target, config=json.dumps(config), **arrays)
print(target, target.stat().st_size, {k: v.shape for k, v in arrays.items()})
