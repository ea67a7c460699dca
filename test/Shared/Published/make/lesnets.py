"""FNO3d and IFNO3d of Sunan-zhao/LESnets, on three axes of space and one of time: python lesnets.py <clone>."""
import json
import os
import sys

import numpy as np
import torch
from commits import commit_of

clone = sys.argv[1]
sys.path.append(clone)
from models import FNO3d, IFNO3d

commit = commit_of(clone)
folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def write(file, network, times, grids, **config):
    arguments = dict(width=3, modes1=2, modes2=1, modes3=2, modes4=2, fc_dim=5, in_dim=7, out_dim=3, LES_coe=True,
                     **{key: config[key] for key in ("layers", "act")})
    torch.manual_seed(len(file))
    model = network(**arguments).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            spread = parameter.shape[0] if parameter.is_complex() else parameter[0].numel()
            parameter.copy_(torch.randn_like(parameter) * spread ** -0.5)
        arrays = {"state." + n: p.numpy() for n, p in model.state_dict().items()}
        for i, grid in enumerate(grids):
            x = torch.randn(2, *grid, arguments["in_dim"], times)
            # Stored as [batch, channels, grid…] with one frame after the other in the channels.
            for field, key in (x, f"input{i}"), (model(x), f"output{i}"):
                arrays[key] = field.permute(0, 5, 4, 1, 2, 3).reshape(2, -1, *grid).numpy()
    config = {"program": "Sunan-zhao/LESnets", "commit": commit, "class": network.__name__, "arguments": arguments,
              "T": times, "layout": "channels first, one frame after the other in them", **config}
    np.savez_compressed(os.path.join(folder, file + ".npz"), config=json.dumps(config), **arrays)


write("lesnets_fno3d", FNO3d, 4, [(5, 4, 6), (4, 6, 5)], layers=2, act="gelu")
write("lesnets_ifno3d", IFNO3d, 5, [(5, 4, 6), (4, 6, 5)], layers=3, act="tanh", name="IFNO")
