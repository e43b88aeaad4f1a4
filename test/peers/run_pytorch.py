"""Runs exported networks in PyTorch.

    python3 run_pytorch.py CASES.json

CASES.json lists cases: {"name", "folder", "softmax": [bool, ...]}. A folder has NAME.py, NAME.safetensors and
io.safetensors, which holds the input and, in order, what each output and head should be, as channels, height, width.
Prints a line of JSON for each case: {"folder", "error", "largest"} or {"folder", "problem"}.
"""

import importlib.util
import json
import struct
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

TYPES = {"F32": torch.float32, "I64": torch.int64}


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = (8 + length + at for at in entry["data_offsets"])
        part = torch.frombuffer(bytearray(data[start:end]), dtype=TYPES[entry["dtype"]])
        tensors[name] = part.reshape(entry["shape"])
    return tensors


def run(case):
    folder, name = Path(case["folder"]), case["name"]
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    model = getattr(module, name)()
    state = read_safetensors(folder / f"{name}.safetensors")
    if set(state) != set(model.state_dict()):
        odd = sorted(set(state) ^ set(model.state_dict()))
        return {"problem": f"keys: {odd[:6]}"}
    model.load_state_dict(state)
    wanted = read_safetensors(folder / "io.safetensors")
    image = wanted.pop("input").unsqueeze(0)
    model.eval()
    with torch.no_grad():
        quiet = model(image)
        # What is given in training only, with norms and dropout as they are after it.
        model.training = True
        found = model(image)
    quiet = quiet if isinstance(quiet, tuple) else (quiet,)
    found = found if isinstance(found, tuple) else (found,)
    if len(found) != len(wanted):
        return {"problem": f"{len(found)} outputs, {len(wanted)} wanted"}
    if len(quiet) != case["outputs"]:
        return {"problem": f"{len(quiet)} outputs outside of training, {case['outputs']} wanted"}
    error = largest = 0.0
    for i, (output, (key, values)) in enumerate(zip(found, wanted.items())):
        if i < len(quiet) and not torch.equal(output, quiet[i]):
            return {"problem": f"{key} differs in training"}
        if case["softmax"][i]:
            output = torch.softmax(output, 1)
        if output.numel() != values.numel():
            return {"problem": f"{key} is {list(output.shape)}, wanted {list(values.shape)}"}
        error = max(error, (output.flatten() - values.flatten()).abs().max().item())
        largest = max(largest, values.abs().max().item())
        if not torch.isfinite(output).all():
            return {"problem": f"{key} is not finite"}
    return {"error": error, "largest": largest}


def main():
    F.dropout = lambda x, *rest: x
    torch.manual_seed(0)
    for case in json.loads(Path(sys.argv[1]).read_text()):
        try:
            result = run(case)
        except Exception as problem:  # A case that fails is a result.
            result = {"problem": f"{type(problem).__name__}: {problem}"}
        print(json.dumps({"folder": case["folder"], **result}), flush=True)


main()
