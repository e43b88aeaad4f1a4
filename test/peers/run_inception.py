"""Inception-v3 of keras.applications, computed by PyTorch, in the files that Keras 2, Keras 3, the converter of TensorFlow.js and
tf2onnx write: FOLDER SIZE. Weights are random; norms hold the means and variances of what comes to them, as after training."""

import io
import json
import sys
import zipfile

import h5py
import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper


def pads(size, kernel, stride):
    """Zeros before and behind, as TensorFlow's SAME has them."""
    total = max(0, (-(-size // stride) - 1) * stride + kernel - size)
    return total // 2, total - total // 2


class Model:
    """Layers as they are called, with their weights by Keras' names and values by PyTorch."""

    def __init__(self, size):
        self.layers, self.weights, self.values, self.counts = [], {}, {}, {}
        self.input = torch.rand(1, size, size, 3) * 2 - 1
        config = {"batch_input_shape": [None, size, size, 3], "dtype": "float32", "sparse": False, "ragged": False}
        self.values["input_1"] = self.input.permute(0, 3, 1, 2)
        self.layers.append(("InputLayer", "input_1", config, []))

    def add(self, kind, name, config, inputs, value):
        if name is None:
            word = {"Conv2D": "conv2d", "BatchNormalization": "batch_normalization", "Activation": "activation"}
            word = {**word, "MaxPooling2D": "max_pooling2d", "AveragePooling2D": "average_pooling2d"}.get(kind, "concatenate")
            count = self.counts.get(word, 0)
            self.counts[word] = count + 1
            name = f"{word}_{count}" if count else word
        self.layers.append((kind, name, config, inputs))
        self.values[name] = value
        return name

    def padded(self, x, kernel, strides, padding, filler=0.0):
        if padding == "valid":
            return x
        (top, bottom), (left, right) = (pads(x.shape[i + 2], kernel[i], strides[i]) for i in (0, 1))
        return F.pad(x, (left, right, top, bottom), value=filler)

    def unit(self, source, filters, height, width, padding="same", strides=(1, 1)):
        x = self.values[source]
        kernel = np.random.randn(height, width, x.shape[1], filters) / np.sqrt(height * width * x.shape[1])
        kernel = kernel.astype(np.float32)
        weight = torch.from_numpy(kernel).permute(3, 2, 0, 1)
        y = F.conv2d(self.padded(x, (height, width), strides, padding), weight, stride=strides)
        window = {"kernel_size": [height, width], "strides": list(strides), "padding": padding, "data_format": "channels_last"}
        config = {"filters": filters, **window, "dilation_rate": [1, 1], "groups": 1, "activation": "linear", "use_bias": False}
        name = self.add("Conv2D", None, config, [source], y)
        self.weights[name] = {"kernel": kernel}
        variance, mean = torch.var_mean(y, (0, 2, 3))
        beta = torch.randn(filters) * 0.3
        mean, variance = mean + 0.1 * torch.randn(filters) * variance.sqrt(), variance * (0.8 + 0.4 * torch.rand(filters)) + 1e-4
        z = F.batch_norm(y, mean, variance, torch.ones(filters), beta, eps=1e-3)
        config = {"axis": [3], "momentum": 0.99, "epsilon": 0.001, "center": True, "scale": False}
        norm = self.add("BatchNormalization", None, config, [name], z)
        values = {"beta": beta, "moving_mean": mean, "moving_variance": variance}
        self.weights[norm] = {key: value.numpy() for key, value in values.items()}
        return self.add("Activation", None, {"activation": "relu"}, [norm], F.relu(z))

    def pool(self, kind, source, size, strides, padding="valid"):
        x, window = self.values[source], (size, size)
        if kind == "MaxPooling2D":
            y = F.max_pool2d(self.padded(x, window, strides, padding, -np.inf), size, strides)
        else:
            # What hangs over is not counted.
            count = self.padded(torch.ones_like(x), window, strides, padding)
            y = F.avg_pool2d(self.padded(x, window, strides, padding), size, strides) / F.avg_pool2d(count, size, strides)
        config = {"pool_size": list(window), "padding": padding, "strides": list(strides), "data_format": "channels_last"}
        return self.add(kind, None, config, [source], y)

    def concat(self, sources, name):
        return self.add("Concatenate", name, {"axis": 3}, sources, torch.cat([self.values[source] for source in sources], 1))

    def ordered(self):
        """As a model lists its layers: those that are furthest from the output first."""
        depth = {self.layers[-1][1]: 0}
        for _, name, _, inputs in reversed(self.layers):
            for source in inputs:
                depth[source] = max(depth.get(source, 0), depth[name] + 1)
        return sorted(self.layers, key=lambda layer: -depth[layer[1]])


def inception_v3(size):
    m = Model(size)
    x = m.unit("input_1", 32, 3, 3, "valid", (2, 2))
    x = m.unit(m.unit(x, 32, 3, 3, "valid"), 64, 3, 3)
    x = m.pool("MaxPooling2D", x, 3, (2, 2))
    x = m.unit(m.unit(x, 80, 1, 1, "valid"), 192, 3, 3, "valid")
    x = m.pool("MaxPooling2D", x, 3, (2, 2))

    def average(x):
        return m.pool("AveragePooling2D", x, 3, (1, 1), "same")

    for i, last in enumerate((32, 64, 64)):
        parts = [m.unit(x, 64, 1, 1), m.unit(m.unit(x, 48, 1, 1), 64, 5, 5)]
        parts += [m.unit(m.unit(m.unit(x, 64, 1, 1), 96, 3, 3), 96, 3, 3), m.unit(average(x), last, 1, 1)]
        x = m.concat(parts, f"mixed{i}")
    parts = [m.unit(x, 384, 3, 3, "valid", (2, 2))]
    parts += [m.unit(m.unit(m.unit(x, 64, 1, 1), 96, 3, 3), 96, 3, 3, "valid", (2, 2)), m.pool("MaxPooling2D", x, 3, (2, 2))]
    x = m.concat(parts, "mixed3")
    for i, c in enumerate((128, 160, 160, 192), 4):
        parts = [m.unit(x, 192, 1, 1), m.unit(m.unit(m.unit(x, c, 1, 1), c, 1, 7), 192, 7, 1)]
        double = m.unit(m.unit(m.unit(x, c, 1, 1), c, 7, 1), c, 1, 7)
        parts += [m.unit(m.unit(double, c, 7, 1), 192, 1, 7), m.unit(average(x), 192, 1, 1)]
        x = m.concat(parts, f"mixed{i}")
    parts = [m.unit(m.unit(x, 192, 1, 1), 320, 3, 3, "valid", (2, 2))]
    seven = m.unit(m.unit(m.unit(x, 192, 1, 1), 192, 1, 7), 192, 7, 1)
    parts += [m.unit(seven, 192, 3, 3, "valid", (2, 2)), m.pool("MaxPooling2D", x, 3, (2, 2))]
    x = m.concat(parts, "mixed8")
    for i in range(2):
        parts, three = [m.unit(x, 320, 1, 1)], m.unit(x, 384, 1, 1)
        parts += [m.concat([m.unit(three, 384, 1, 3), m.unit(three, 384, 3, 1)], f"mixed9_{i}")]
        double = m.unit(m.unit(x, 448, 1, 1), 384, 3, 3)
        parts += [m.concat([m.unit(double, 384, 1, 3), m.unit(double, 384, 3, 1)], None), m.unit(average(x), 192, 1, 1)]
        x = m.concat(parts, f"mixed{9 + i}")
    y = m.values[x].mean((2, 3))
    x = m.add("GlobalAveragePooling2D", "avg_pool", {"data_format": "channels_last", "keepdims": False}, [x], y)
    kernel = (np.random.randn(2048, 1000) * 6 / np.sqrt(2048)).astype(np.float32)
    bias = (np.random.randn(1000) * 0.2).astype(np.float32)
    m.weights["predictions"] = {"kernel": kernel, "bias": bias}
    y = (y @ torch.from_numpy(kernel) + torch.from_numpy(bias)).softmax(1)
    m.add("Dense", "predictions", {"units": 1000, "activation": "softmax", "use_bias": True}, [x], y)
    return m


def keras2(m):
    layers = []
    for kind, name, config, inputs in m.ordered():
        own = {"name": name, "trainable": True, "dtype": "float32", **config}
        inbound = [[[source, 0, 0, {}] for source in inputs]] if inputs else []
        layers.append({"class_name": kind, "config": own, "name": name, "inbound_nodes": inbound})
    ends = {"input_layers": [["input_1", 0, 0]], "output_layers": [["predictions", 0, 0]]}
    return {"class_name": "Functional", "config": {"name": "inception_v3", "trainable": True, "layers": layers, **ends}}


def keras3(m):
    policy = {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": None}
    layers = []
    for kind, name, config, inputs in m.ordered():
        own = {"name": name, "trainable": True, "dtype": policy, **config}
        if kind == "InputLayer":
            own = {"batch_shape": config["batch_input_shape"], "dtype": "float32", "sparse": False, "ragged": False, "name": name}
        if kind == "BatchNormalization":
            own["axis"] = 3

        def tensor(source):
            value = m.values[source]
            shape = [None, *value.shape[2:], value.shape[1]]
            history = {"shape": shape, "dtype": "float32", "keras_history": [source, 0, 0]}
            return {"class_name": "__keras_tensor__", "config": history}

        given = [tensor(source) for source in inputs]
        inbound = [{"args": [given] if kind == "Concatenate" else given, "kwargs": {}}] if inputs else []
        facts = {"module": "keras.layers", "class_name": kind, "config": own, "registered_name": None, "name": name}
        layers.append({**facts, "inbound_nodes": inbound})
    ends = {"input_layers": [["input_1", 0, 0]], "output_layers": [["predictions", 0, 0]]}
    config = {"name": "inception_v3", "trainable": True, "layers": layers, **ends}
    facts = {"module": "keras.src.models.functional", "class_name": "Functional", "config": config}
    return {**facts, "registered_name": "Functional", "build_config": {"input_shape": None}}


def fill_groups(root, m):
    root.attrs["backend"], root.attrs["keras_version"] = b"tensorflow", b"2.12.0"
    names = [name for _, name, _, _ in m.ordered()]
    root.attrs["layer_names"] = np.array([name.encode() for name in names])
    for name in names:
        group, own = root.create_group(name), m.weights.get(name, {})
        group.attrs["weight_names"] = np.array([f"{name}/{key}:0".encode() for key in own])
        for key, value in own.items():
            group.create_dataset(f"{name}/{key}:0", data=value)


def write_keras(m, folder):
    with h5py.File(f"{folder}/model.h5", "w") as file:
        file.attrs["backend"], file.attrs["keras_version"] = "tensorflow", "2.12.0"
        file.attrs["model_config"] = json.dumps(keras2(m))
        fill_groups(file.create_group("model_weights"), m)
    with h5py.File(f"{folder}/weights.h5", "w") as file:
        fill_groups(file, m)
    with open(f"{folder}/architecture.json", "w") as file:
        json.dump({**keras2(m), "keras_version": "2.12.0", "backend": "tensorflow"}, file)
    memory, counts = io.BytesIO(), {}
    with h5py.File(memory, "w") as file:
        for kind, name, _, _ in m.ordered():
            word = {"Conv2D": "conv2d", "BatchNormalization": "batch_normalization", "Dense": "dense"}.get(kind)
            if word is None:
                continue
            # By class and by the order in the model, whatever the layer's own name.
            count = counts.get(word, 0)
            counts[word] = count + 1
            group = file.create_group(f"layers/{word}_{count}/vars" if count else f"layers/{word}/vars")
            for i, value in enumerate(m.weights[name].values()):
                group.create_dataset(str(i), data=value)
    with zipfile.ZipFile(f"{folder}/model.keras", "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": "3.3.3", "date_saved": "2024-05-01@12:00:00"}))
        archive.writestr("config.json", json.dumps(keras3(m)))
        archive.writestr("model.weights.h5", memory.getvalue())


def write_tfjs(m, folder, name, kind=None):
    """In files of four megabytes, as the converter has them; two groups, the second of which begins a file of its own."""
    blob, groups, paths = b"", [], []
    entries = [(f"{layer}/{key}", value) for layer, own in m.weights.items() for key, value in own.items()]
    for part in (entries[:100], entries[100:]):
        blob, listed = b"", []
        for key, value in part:
            entry = {"name": key, "shape": list(value.shape), "dtype": "float32"}
            if kind in ("uint8", "uint16"):
                low, steps = float(value.min()), 2 ** (8 if kind == "uint8" else 16) - 1
                scale = (float(value.max()) - low) / steps
                numbers = np.round((value - low) / scale).astype(kind)
                entry["quantization"] = {"dtype": kind, "original_dtype": "float32", "min": low, "scale": scale}
                value[...] = numbers.astype(np.float64) * scale + low
            elif kind == "float16":
                numbers = value.astype(np.float16)
                entry["quantization"] = {"dtype": kind, "original_dtype": "float32"}
                value[...] = numbers.astype(np.float32)
            else:
                numbers = value
            blob += numbers.tobytes()
            listed.append(entry)
        count = -(-len(blob) // 2**22)
        own = [f"{name}-group{len(groups) + 1}-shard{i + 1}of{count}.bin" for i in range(count)]
        for i, path in enumerate(own):
            with open(f"{folder}/{path}", "wb") as file:
                file.write(blob[i * 2**22 : (i + 1) * 2**22])
        groups.append({"paths": own, "weights": listed})
    topology = {"keras_version": "2.12.0", "backend": "tensorflow", "model_config": keras2(m)}
    about = {"format": "layers-model", "generatedBy": "keras v2.12.0", "convertedBy": "TensorFlow.js Converter v4.22.0"}
    with open(f"{folder}/{name}.json", "w") as file:
        json.dump({**about, "modelTopology": topology, "weightsManifest": groups}, file)


class Graph:
    """Nodes as tf2onnx writes them. `plain` is before its optimizer: each convolution between transpositions, norms apart, sizes open."""

    def __init__(self, m, plain):
        self.m, self.plain, self.nodes, self.constants, self.names = m, plain, [], [], {}

    def node(self, kind, inputs, name, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [f"{name}:0"], name=name, **attributes))
        return f"{name}:0"

    def constant(self, name, value):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def turned(self, x, name, perm):
        return self.node("Transpose", [x], name, perm=perm)

    def between(self, x, name, make):
        """Where sizes are open each node stands between two transpositions of its own."""
        if not self.plain:
            return make(x)
        return self.turned(make(self.turned(x, f"{name}__1", [0, 3, 1, 2])), f"{name}__2", [0, 2, 3, 1])

    def window(self, config, kernel, source):
        strides = config["strides"]
        if config["padding"] == "valid":
            return {"kernel_shape": kernel, "strides": strides, **({"auto_pad": "VALID"} if self.plain else {})}
        if self.plain:
            return {"kernel_shape": kernel, "strides": strides, "auto_pad": "SAME_UPPER"}
        height, width = self.m.values[source].shape[2:]
        (top, bottom), (left, right) = pads(height, kernel[0], strides[0]), pads(width, kernel[1], strides[1])
        return {"kernel_shape": kernel, "strides": strides, "pads": [top, left, bottom, right]}

    def write(self, path):
        size = self.m.input.shape[1]
        x = "input_1" if self.plain else self.turned("input_1", "StatefulPartitionedCall/inception_v3/conv2d/Conv2D__6", [0, 3, 1, 2])
        self.names["input_1"] = x
        fused = {}
        for kind, name, config, inputs in self.m.layers[1:]:
            base, given, own = f"StatefulPartitionedCall/inception_v3/{name}", [self.names[i] for i in inputs], self.m.weights.get(name)
            if kind == "Conv2D":
                weight = own["kernel"]
                follower = next(layer for layer in self.m.layers if name in layer[3])[1]
                norm = self.m.weights[follower]
                factor = 1 / np.sqrt(norm["moving_variance"] + np.float32(1e-3))
                window = self.window(config, config["kernel_size"], inputs[0])
                if self.plain:
                    read = self.constant(f"{base}/Conv2D/ReadVariableOp:0", weight)
                    turned = self.turned(read, f"{base}/Conv2D/ReadVariableOp__9", [3, 2, 0, 1])
                    x = self.between(given[0], f"{base}/Conv2D", lambda x: self.node("Conv", [x, turned], f"{base}/Conv2D", **window))
                else:
                    folded = self.constant(f"{base}/Conv2D_weights_fused_bn", (weight * factor).transpose(3, 2, 0, 1))
                    bias = self.constant(f"{base}/Conv2D_bias_fused_bn", norm["beta"] - norm["moving_mean"] * factor)
                    x = self.node("Conv", [given[0], folded, bias], f"{base}/Conv2D", **window)
                    fused[follower] = True
            elif kind == "BatchNormalization":
                x = given[0]
                if name not in fused:
                    ones = np.ones_like(own["beta"])
                    all_of = {"gamma": ones, "beta": own["beta"], "mean": own["moving_mean"], "variance": own["moving_variance"]}
                    read = [self.constant(f"{base}/{key}:0", value) for key, value in all_of.items()]
                    b = f"{base}/FusedBatchNormV3"
                    x = self.between(x, b, lambda x: self.node("BatchNormalization", [x, *read], b, epsilon=0.001))
            elif kind == "Activation":
                x = self.node("Relu", given, f"{base}/Relu")
            elif kind == "Concatenate":
                x = self.node("Concat", given, f"{base}/concat", axis=3 if self.plain else 1)
            elif kind.endswith("Pooling2D") and not kind.startswith("Global"):
                op = {"M": "MaxPool", "A": "AveragePool"}[kind[0]]
                window = self.window(config, config["pool_size"], inputs[0])
                x = self.between(given[0], base, lambda x: self.node(op, [x], f"{base}/{op}", **window))
            elif self.plain and kind.startswith("Global"):
                x = self.node("ReduceMean", given, f"{base}/Mean", axes=[1, 2], keepdims=0)
            elif kind.startswith("Global"):
                x = self.node("GlobalAveragePool", given, f"{base}/Mean")
                axes = self.constant("const_axes__1", np.array([2, 3], np.int64))
                x = self.node("Squeeze", [x, axes], f"{base}/Mean_Squeeze__1")
            else:
                x = self.node("MatMul", [given[0], self.constant(f"{base}/MatMul/ReadVariableOp:0", own["kernel"])], f"{base}/MatMul")
                x = self.node("Add", [x, self.constant(f"{base}/BiasAdd/ReadVariableOp:0", own["bias"])], f"{base}/BiasAdd")
                x = self.node("Softmax", [x], f"{base}/Softmax", axis=1)
            self.names[name] = x
        self.nodes.append(helper.make_node("Identity", [x], ["predictions"], name="Identity"))
        shapes = ["unk__618", size, size, 3], ["unk__619", 1000]
        ends = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in zip(("input_1", "predictions"), shapes)]
        graph = helper.make_graph(self.nodes, "tf2onnx", ends[:1], ends[1:], self.constants)
        model = helper.make_model(graph, producer_name="tf2onnx", producer_version="1.16.1", opset_imports=[helper.make_opsetid("", 13)])
        model.ir_version = 7
        onnx.checker.check_model(model)
        onnx.save(model, path)


def computed(m):
    """Of the weights as they stand, which may be rounded; with 53 bits of fraction, so that what is off is not off here."""
    values = {"input_1": m.input.permute(0, 3, 1, 2).double()}
    for kind, name, config, inputs in m.layers[1:]:
        own = {key: torch.from_numpy(value).double() for key, value in m.weights.get(name, {}).items()}
        given = [values[source] for source in inputs]
        if kind == "Conv2D":
            x = m.padded(given[0], config["kernel_size"], config["strides"], config["padding"])
            y = F.conv2d(x, own["kernel"].permute(3, 2, 0, 1), stride=config["strides"])
        elif kind == "BatchNormalization":
            y = F.batch_norm(given[0], own["moving_mean"], own["moving_variance"], None, own["beta"], eps=1e-3)
        elif kind == "Dense":
            y = (given[0] @ own["kernel"] + own["bias"]).softmax(1)
        elif kind == "Activation":
            y = F.relu(given[0])
        elif kind == "Concatenate":
            y = torch.cat(given, 1)
        elif kind == "GlobalAveragePooling2D":
            y = given[0].mean((2, 3))
        else:
            size, strides, padding = config["pool_size"][0], config["strides"], config["padding"]
            if kind == "MaxPooling2D":
                y = F.max_pool2d(m.padded(given[0], (size, size), strides, padding, -np.inf), size, strides)
            else:
                y = F.avg_pool2d(given[0], size, strides, 1 if padding == "same" else 0, count_include_pad=False)
        values[name] = y
    return values["predictions"].float()


if __name__ == "__main__":
    folder, size = sys.argv[1], int(sys.argv[2])
    torch.manual_seed(1)
    np.random.seed(1)
    with torch.no_grad():
        model = inception_v3(size)
        model.input.contiguous().numpy().tofile(f"{folder}/input")
        computed(model).numpy().tofile(f"{folder}/float32.output")
        write_keras(model, folder)
        write_tfjs(model, folder, "float32")
        Graph(model, False).write(f"{folder}/folded.onnx")
        Graph(model, True).write(f"{folder}/plain.onnx")
        for kind in ("float16", "uint16", "uint8"):
            write_tfjs(model, folder, kind, kind)
            computed(model).numpy().tofile(f"{folder}/{kind}.output")
