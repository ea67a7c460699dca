"""Makes localno_*.npz: python3 localno.py FOLDER, where FOLDER holds the clones neuraloperator+neuraloperator,
NVIDIA+torch-harmonics, tensorly+torch and tensorly+tensorly. Of their packages only what LocalNO needs is imported."""
import importlib
import json
import os
import sys
import types

import numpy
import torch
from commits import commit_of

root = sys.argv[1]
library = f"{root}/neuraloperator+neuraloperator"
harmonics = f"{root}/NVIDIA+torch-harmonics"
sys.path[:0] = [f"{root}/tensorly+torch", f"{root}/tensorly+tensorly"]
for name, folder in [("neuralop", f"{library}/neuralop"), ("neuralop.models", f"{library}/neuralop/models"),
                     ("neuralop.layers", f"{library}/neuralop/layers"),
                     ("torch_harmonics", f"{harmonics}/torch_harmonics")]:
    package = types.ModuleType(name)
    package.__path__ = [folder]
    sys.modules[name] = package
if importlib.util.find_spec("opt_einsum") is None:
    einsum = sys.modules["opt_einsum"] = types.ModuleType("opt_einsum")
    einsum.contract_expression = lambda equation, *shapes, **_: lambda *tensors: torch.einsum(equation, *tensors)
    einsum.contract_path = lambda *_, **__: ([], None)
# Names that later versions of torch-harmonics have no more and that the piecewise linear basis does not use.
basis = importlib.import_module("torch_harmonics.filter_basis")
basis.MorletFilterBasis = getattr(basis, "MorletFilterBasis", None)
importlib.import_module("torch_harmonics.quadrature")._precompute_grid = None
LocalNO = importlib.import_module("neuralop.models.local_no").LocalNO


first = ["n_modes", "in_channels", "out_channels", "hidden_channels", "default_in_shape", "n_layers"]


def make(name, grids, **arguments):
    torch.manual_seed(len(name))
    # By their places, as the saved metadata then has them, too.
    rest = dict(arguments)
    model = LocalNO(*[rest.pop(key) for key in first], **rest).eval()
    with torch.no_grad():
        for key, value in model.named_parameters():
            if "bias" in key or "norm" in key or "skips" in key and value.ndim != 3:
                value.copy_(0.3 * torch.randn_like(value) + (0 if "bias" in key else 1))
            elif "local_convs" in key:
                # As large as the other branches, so that no error hides.
                value.copy_(0.5 * torch.randn_like(value))
    state = {key: value for key, value in model.state_dict().items() if key != "_metadata"}
    arrays = {f"state.{key}": value.detach().numpy() for key, value in state.items()}
    for i, (batch, grid) in enumerate(grids):
        x = torch.randn(batch, arguments["in_channels"], *grid)
        with torch.no_grad():
            arrays[f"input{i}"], arrays[f"output{i}"] = x.numpy(), model(x).numpy()
    said = {key: value for key, value in model._init_kwargs.items()
            if value is None or isinstance(value, (bool, int, float, str, tuple, list))}
    config = {"program": "neuraloperator/neuraloperator", "commit": commit(library), "class": "LocalNO",
              "basis": f"NVIDIA/torch-harmonics {commit(harmonics)}", **said, **arguments, "arguments": arguments}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", f"localno_{name}")
    numpy.savez_compressed(path + ".npz", config=json.dumps(config), **arrays)
    return lambda: torch.save(model.state_dict(), path + ".pt")


def commit(folder):
    return commit_of(folder)


common = dict(in_channels=2, out_channels=1, hidden_channels=6)
make("20x20", [(2, (20, 20)), (1, (20, 20))], n_modes=(6, 8), default_in_shape=(20, 20), n_layers=3, **common)
make("lists_20x28", [(2, (20, 28))], n_modes=(6, 8), default_in_shape=(20, 28), n_layers=4,
     domain_length=[2, 2.8], radius_cutoff=0.21, disco_kernel_shape=[3, 5], disco_groups=2,
     disco_layers=[True, False, True, False], diff_layers=[False, True, True, False], mix_derivatives=False,
     conv_padding_mode="zeros", use_channel_mlp=True, norm="group_norm", **common)
make("padded_24x20", [(2, (24, 20))], n_modes=(6, 5), default_in_shape=(24, 20), n_layers=2,
     domain_length=[1.2, 1.0], radius_cutoff=0.163, disco_kernel_shape=[4, 6], disco_bias=False,
     conv_padding_mode="reflect", fin_diff_kernel_size=5, use_channel_mlp=True, channel_mlp_expansion=1.5,
     norm="instance_norm", domain_padding=0.15, positional_embedding=None, **common)
make("rings_18x18", [(2, (18, 18))], n_modes=(4, 4), default_in_shape=(18, 18), n_layers=2, radius_cutoff=0.45,
     disco_kernel_shape=[5, 1], diff_layers=False, conv_padding_mode="circular", **common)()
make("slopes_16x24", [(2, (16, 24)), (1, (32, 48))], n_modes=(6, 6), default_in_shape=(16, 24), n_layers=2,
     disco_layers=False, use_channel_mlp=True, **common)
# Without symmetry enforced, since the program's own way fails on one axis.
make("slopes_32", [(2, (32,)), (1, (45,))], n_modes=(10,), default_in_shape=(32,), n_layers=3, disco_layers=False,
     conv_padding_mode="replicate", enforce_hermitian_symmetry=False, **common)
make("slopes_8x6x10", [(2, (8, 6, 10))], n_modes=(4, 4, 4), default_in_shape=(8, 6, 10), n_layers=2,
     disco_layers=False, diff_layers=[False, True], **common)
