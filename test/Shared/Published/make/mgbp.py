"""Makes mgbp_*.npz: python3 mgbp.py <folder of the clone of pnavarre/mgbpv2>."""
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch
from commits import commit_of

clone = Path(sys.argv[1])
# What the program needs of older and other libraries.
np.int = int
sys.modules["tqdm"] = SimpleNamespace(tqdm=iter)
sys.path.insert(0, str(clone))
import model as program  # noqa: E402

PLAIN = program.MGBPv2


def write(name, arguments, network, seed, grids, more):
    network.eval()
    arrays = {"state." + key: value.numpy() for key, value in network.state_dict().items()}
    for i, (samples, *grid) in enumerate(grids):
        x = torch.randn(samples, 3, *grid)
        network.init_border(tuple(grid))
        with torch.no_grad():
            y = network(x)
            # The program draws noise, of which nothing may come.
            assert torch.equal(y, network(x))
        arrays |= {f"input{i}": x.numpy(), f"output{i}": y.numpy()}
    config = {"program": "pnavarre/mgbpv2", "commit": commit_of(clone),
              "class": type(network).__name__, "seed": seed} | arguments | more
    np.savez_compressed(Path(__file__).parent.parent / f"mgbp_{name}.npz", config=json.dumps(config), **arrays)


# The second grid of each is one that needs no more points.
for seed, (name, model_id, grids) in enumerate([
        ("cycles", "CH3_LE4_MU2_BIAS_NOISE1_FE6-5-4-3_Filter#K3_mgbp", [(2, 21, 30), (1, 23, 31), (1, 14, 13)]),
        ("runs", "CH3_LE3_MU1_NU2_NOISE2_FE5-4-3_Filter#K5_mgbp", [(2, 24, 30), (1, 29, 33)])], 51):
    torch.manual_seed(seed)
    arguments = dict(model_id=model_id, noise_amp=0.0)
    write(name, arguments, PLAIN(**arguments), seed, grids, {})

# mergeModel's own parts have 256 channels; these have few, and otherwise the same form.
small = "CH3_LE3_MU2_BIAS_NOISE1_FE3-2-2_"
program.MGBPv2 = lambda model_id, **others: PLAIN(small + model_id[model_id.index("Filter"):], **others)
torch.manual_seed(53)
write("merge", {"device": "cpu"}, program.mergeModel("cpu"), 53, [(2, 24, 30), (1, 33, 27)], {"parts": small})
