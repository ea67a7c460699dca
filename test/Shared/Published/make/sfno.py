"""Outputs of neuraloperator's SFNO, and of its FNO without channel MLPs, for the tests of published weights.

    python3 sfno.py NEURALOPERATOR NAME...

NEURALOPERATOR is a clone of neuraloperator/neuraloperator; tltorch, tensorly and torch_harmonics must be importable.
Without names, all files are made but sfno_orders: torch_harmonics from 0.9 on fails with fewer orders than degrees,
so that one needs 0.8. sfno.pt is the checkpoint as the library saves it, with its metadata.
"""
import json
import pathlib
import sys

import numpy
import torch
from commits import commit_of

clone = pathlib.Path(sys.argv[1])
folder = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(clone))
from neuralop.layers.spherical_convolution import SphericalConv
from neuralop.models.fno import FNO
from neuralop.models.sfno import SFNO


class GaussConv(SphericalConv):
    """The library has the grid as an argument of its convolution alone, out of the model's reach."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, sht_grids="legendre-gauss", **kwargs)


SIZES = dict(out_channels=1, hidden_channels=6, n_layers=3)
# Class, arguments, what weights do not tell beside n_modes and in_channels, and grids: the last of each is coarser
# than the degrees need.
FORMS = {
    "sfno": (SFNO, dict(n_modes=(6, 12), in_channels=2), dict(sht_grids="equiangular"), [(12, 20), (17, 31), (7, 9)]),
    "sfno_gauss": (SFNO, dict(n_modes=(6, 14), in_channels=3, positional_embedding=None, norm="group_norm",
                              factorization="tucker", rank=0.5, conv_module=GaussConv),
                   dict(sht_grids="legendre-gauss"), [(8, 15), (13, 24), (5, 12)]),
    "sfno_no_mlp": (SFNO, dict(n_modes=(5, 10), in_channels=1, norm="group_norm", use_channel_mlp=False,
                               factorization="cp", rank=0.6),
                    dict(sht_grids="equiangular"), [(11, 16), (14, 27), (6, 11)]),
    "sfno_orders": (SFNO, dict(n_modes=(7, 9), in_channels=3, positional_embedding=None, norm="instance_norm",
                               factorization="tt", rank=0.6),
                    dict(sht_grids="equiangular", norm="instance_norm"), [(13, 18), (16, 29), (9, 13)]),
    "fno_no_mlp": (FNO, dict(n_modes=(6, 5), in_channels=3, positional_embedding=None, use_channel_mlp=False), {},
                   [(12, 9), (15, 20)]),
    "fno_instance": (FNO, dict(n_modes=(4, 6), in_channels=1, use_channel_mlp=False, norm="instance_norm"),
                     dict(norm="instance_norm"), [(12, 9), (15, 20)]),
}

# So that products of factors are about as large as dense weights.
GAIN = {"sfno_gauss": 1.5, "sfno_no_mlp": 1.5, "sfno_orders": 1.5}


def make(name):
    kind, arguments, untold, grids = FORMS[name]
    arguments = {**SIZES, **arguments}
    torch.manual_seed(sum(map(ord, name)))
    model = kind(**arguments).eval()
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            # What begins at one number would hide mistakes, and small weights would hide the field behind the biases.
            if "bias" in key or ".norm." in key or "channel_mlp_skips" in key or key.endswith("weight.weights"):
                parameter.copy_(parameter + 0.3 * torch.randn_like(parameter))
            elif ".convs." in key:
                parameter.mul_(GAIN.get(name, 1))
            else:
                parameter.mul_(3)
    if name == "sfno":
        torch.save(model.state_dict(), folder / (name + ".pt"))
    arrays = {"state." + key: value.numpy() for key, value in model.state_dict().items() if key != "_metadata"}
    for i, grid in enumerate(grids):
        field = torch.randn(2, arguments["in_channels"], *grid)
        with torch.no_grad():
            arrays |= {f"input{i}": field.numpy(), f"output{i}": model(field).numpy()}
    told = {key: value.__name__ if isinstance(value, type) else value for key, value in arguments.items()}
    config = {"program": "neuraloperator/neuraloperator", "commit": commit_of(clone),
              "class": kind.__name__, "arguments": told, "n_modes": arguments["n_modes"],
              "in_channels": arguments["in_channels"], **untold}
    numpy.savez_compressed(folder / (name + ".npz"), **arrays, config=json.dumps(config))


for name in sys.argv[2:] or [name for name in FORMS if name != "sfno_orders"]:
    make(name)
