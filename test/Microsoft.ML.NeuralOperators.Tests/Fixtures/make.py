"""Writes the fixtures beside this file: arrays as NumPy and PyTorch really store them. Run by hand, with NumPy and torch."""
import argparse
import collections
import os

import numpy as np
import torch

os.chdir(os.path.dirname(os.path.abspath(__file__)))
numbers = np.array([[0, 1, 2], [3, 4, 100]])

# Every type of number, one entry each; then the layouts, compressed.
types = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float16", "float32", "float64"]
arrays = {name: numbers.astype(name) for name in types}
arrays["complex64"] = (numbers + 0.5j * numbers).astype("complex64")
arrays["complex128"] = numbers - 2j * numbers
arrays["negative"] = -numbers.astype("int16")
np.savez("types.npz", **arrays)
cube = np.arange(24, dtype="float32").reshape(2, 3, 4)
np.savez_compressed(
    "layouts.npz", c=cube, fortran=np.asfortranarray(cube), fortran_complex=np.asfortranarray(numbers + 1j),
    empty=np.zeros((0, 3), "float32"), scalar=np.float64(2.5), line=np.arange(5), text=np.array("mgno"))

# Tensors as views of one storage, of every type, nested as in training checkpoints.
base = torch.arange(12, dtype=torch.float32).reshape(3, 4)
torch.save({
    "epoch": 3, "rate": 1e-3, "name": "fno", "done": True, "nothing": None, "large": 2 ** 40,
    "model": collections.OrderedDict([("fc.weight", torch.nn.Parameter(base.clone())), ("fc.bias", torch.tensor([0.5, -1.5]))]),
    "views": {"transposed": base.t(), "strided": base[:, ::2], "offset": base[1:, 1:], "expanded": base[0, :2].expand(3, 2),
              "scalar": base[2, 3], "empty": base[:0]},
    "history": [torch.tensor([1.0]), (torch.tensor([2.0]), torch.tensor([3.0]))],
    "types": {str(t).split(".")[1]: torch.tensor([0, 1, 2, 100]).to(t)
              for t in (torch.bool, torch.int8, torch.uint8, torch.int16, torch.int32, torch.int64, torch.float16, torch.bfloat16,
                        torch.float32, torch.float64, torch.complex64, torch.complex128)},
}, "checkpoint.pt")
torch.manual_seed(0)
torch.save(torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3)).state_dict(), "module.pt")
torch.save(base * 2, "tensor.pt")
torch.save({"a": base}, "legacy.pt", _use_new_zipfile_serialization=False)


class Command:
    def __reduce__(self):
        return os.system, ("true",)


torch.save({"a": base, "b": Command()}, "command.pt")
torch.save({"a": base, "options": argparse.Namespace(width=32)}, "object.pt")
