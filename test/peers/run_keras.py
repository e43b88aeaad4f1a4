"""Runs Keras programs without Keras: layers that record their names, shapes and numbers of parameters.

    python3 run_keras.py PROGRAM.py ...

Prints a line of JSON for each: {"layers": {name: {"shape": [...], "params": n}}, "outputs": [[...]]} or {"problem"}. Shapes
are without the batch. The arithmetic is that of Keras 3 (keras/src/ops/operation_utils.py): `same` gives ceil(in / stride).
"""

import json
import math
import re
import runpy
import sys
import types

records = {}
keyed = re.compile(r"^[A-Za-z0-9.][A-Za-z0-9_.\\>-]*$")


def both(value):
    return (value, value) if isinstance(value, int) else tuple(value)


class Tensor:
    def __init__(self, shape):
        self.shape = (None, *shape)
        self.is_input = False


class Layer:
    def __init__(self, name=None):
        self.name, self.params = name, 0

    def add_weight(self, shape, initializer, name):
        self.params += math.prod(shape)
        return name

    def get_config(self):
        return {}

    def __call__(self, x):
        if hasattr(self, "build"):
            self.build(x.shape)
        return self.record(self.compute_output_shape(x.shape)[1:])

    def record(self, shape):
        if self.name in records:
            raise ValueError(f"two layers are named {self.name}")
        if not keyed.match(self.name):
            raise ValueError(f"{self.name} cannot be a scope's name")
        if any(size < 1 or size != int(size) for size in shape):
            raise ValueError(f"{self.name} would be {shape}")
        records[self.name] = {"shape": list(shape), "params": self.params}
        return Tensor(shape)


def window(size, kernel, stride, padding, dilation=1):
    reach = (kernel - 1) * dilation + 1
    if padding == "same":
        return math.ceil(size / stride)
    if padding != "valid":
        raise ValueError(f"padding is {padding}")
    return (size - reach) // stride + 1


def image(x):
    if len(x.shape) != 4:
        raise ValueError(f"an image is wanted, not {x.shape}")
    return x.shape[1:]


class Plain(Layer):
    """The shape stays."""

    def __call__(self, x):
        return self.record(x.shape[1:])


class Activation(Plain):
    known = {"relu", "sigmoid", "tanh", "softplus", "softmax", "selu", "mish", "silu", "gelu"}

    def __init__(self, activation, name):
        super().__init__(name)
        if activation not in self.known:
            raise ValueError(activation)


class ReLU(Plain):
    def __init__(self, max_value, name):
        super().__init__(name)


class LeakyReLU(Plain):
    def __init__(self, negative_slope, name):
        super().__init__(name)


class ELU(Plain):
    def __init__(self, alpha, name):
        super().__init__(name)


class Dropout(Plain):
    def __init__(self, rate, name):
        super().__init__(name)


class Rescaling(Plain):
    def __init__(self, scale, offset=0.0, name=None):
        super().__init__(name)


class PReLU(Layer):
    def __init__(self, shared_axes=(), name=None):
        super().__init__(name)
        self.shared = shared_axes

    def __call__(self, x):
        self.params = math.prod(1 if axis in self.shared else size for axis, size in enumerate(x.shape) if axis > 0)
        return self.record(x.shape[1:])


class Normalization(Layer):
    per_channel = 0

    def __init__(self, epsilon, scale=True, center=True, name=None):
        super().__init__(name)
        self.count = self.per_channel + scale + center

    def __call__(self, x):
        self.params = self.count * x.shape[-1]
        return self.record(x.shape[1:])


class BatchNormalization(Normalization):
    per_channel = 2


class GroupNormalization(Normalization):
    def __init__(self, groups, epsilon, scale=True, center=True, name=None):
        super().__init__(epsilon, scale, center, name)
        self.groups = groups

    def __call__(self, x):
        if x.shape[-1] % self.groups:
            raise ValueError("groups")
        return super().__call__(x)


class Dense(Layer):
    def __init__(self, units, use_bias=True, activation=None, name=None):
        super().__init__(name)
        self.units, self.bias = units, use_bias

    def __call__(self, x):
        if len(x.shape) != 2:
            raise ValueError(f"a list is wanted, not {x.shape}")
        self.params = x.shape[1] * self.units + self.bias * self.units
        return self.record((self.units,))


class Convolution(Layer):
    def __init__(self, kernel_size, strides=1, padding="valid", dilation_rate=1, use_bias=True, activation=None, name=None):
        super().__init__(name)
        self.kernel, self.strides, self.dilation = both(kernel_size), both(strides), both(dilation_rate)
        if max(self.strides) > 1 and max(self.dilation) > 1:
            raise ValueError("strides with dilation")
        self.padding, self.bias = padding, use_bias

    def size(self, x):
        height, width, _ = image(x)
        return tuple(
            window(size, *settings)
            for size, *settings in (
                (height, self.kernel[0], self.strides[0], self.padding, self.dilation[0]),
                (width, self.kernel[1], self.strides[1], self.padding, self.dilation[1]),
            )
        )


class Conv2D(Convolution):
    def __init__(self, filters, kernel_size, groups=1, **options):
        super().__init__(kernel_size, **options)
        self.filters, self.groups = filters, groups

    def __call__(self, x):
        channels = image(x)[2]
        if channels % self.groups or self.filters % self.groups:
            raise ValueError("groups")
        self.params = math.prod(self.kernel) * channels // self.groups * self.filters + self.bias * self.filters
        return self.record((*self.size(x), self.filters))


class DepthwiseConv2D(Convolution):
    def __init__(self, kernel_size, depth_multiplier=1, **options):
        super().__init__(kernel_size, **options)
        self.multiplier = depth_multiplier
        if self.strides[0] != self.strides[1]:
            raise ValueError("strides")

    def __call__(self, x):
        filters = image(x)[2] * self.multiplier
        self.params = math.prod(self.kernel) * filters + self.bias * filters
        return self.record((*self.size(x), filters))


class SeparableConv2D(DepthwiseConv2D):
    def __init__(self, filters, kernel_size, **options):
        super().__init__(kernel_size, **options)
        self.filters = filters

    def __call__(self, x):
        between = image(x)[2] * self.multiplier
        self.params = math.prod(self.kernel) * between + between * self.filters + self.bias * self.filters
        return self.record((*self.size(x), self.filters))


class Conv2DTranspose(Convolution):
    def __init__(self, filters, kernel_size, **options):
        super().__init__(kernel_size, **options)
        self.filters = filters

    def __call__(self, x):
        *sizes, channels = image(x)
        extra = [max(k - s, 0) if self.padding == "valid" else 0 for k, s in zip(self.kernel, self.strides)]
        size = [n * s + e for n, s, e in zip(sizes, self.strides, extra)]
        self.params = math.prod(self.kernel) * channels * self.filters + self.bias * self.filters
        return self.record((*size, self.filters))


class MaxPooling2D(Layer):
    def __init__(self, pool_size, strides, padding="valid", name=None):
        super().__init__(name)
        self.kernel, self.strides, self.padding = both(pool_size), both(strides), padding

    def __call__(self, x):
        *sizes, channels = image(x)
        size = [window(n, k, s, self.padding) for n, k, s in zip(sizes, self.kernel, self.strides)]
        return self.record((*size, channels))


class AveragePooling2D(MaxPooling2D):
    pass


class GlobalAveragePooling2D(Layer):
    def __call__(self, x):
        return self.record(image(x)[2:])


class GlobalMaxPooling2D(GlobalAveragePooling2D):
    pass


class Flatten(Layer):
    def __call__(self, x):
        return self.record((math.prod(x.shape[1:]),))


class Reshape(Layer):
    def __init__(self, target_shape, name):
        super().__init__(name)
        self.target = target_shape

    def __call__(self, x):
        if math.prod(self.target) != math.prod(x.shape[1:]):
            raise ValueError(f"{x.shape} as {self.target}")
        return self.record(self.target)


class Permute(Layer):
    def __init__(self, dims, name):
        super().__init__(name)
        self.dims = dims

    def __call__(self, x):
        if sorted(self.dims) != list(range(1, len(x.shape))):
            raise ValueError(f"dims of {x.shape}: {self.dims}")
        return self.record(tuple(x.shape[axis] for axis in self.dims))


class ZeroPadding2D(Layer):
    sign = 1

    def __init__(self, amounts, name):
        super().__init__(name)
        self.amounts = amounts

    def __call__(self, x):
        height, width, channels = image(x)
        rows, columns = (self.sign * sum(pair) for pair in self.amounts)
        return self.record((height + rows, width + columns, channels))


class Cropping2D(ZeroPadding2D):
    sign = -1


class UpSampling2D(Layer):
    def __init__(self, size, interpolation="nearest", name=None):
        super().__init__(name)
        self.factors = both(size)

    def __call__(self, x):
        height, width, channels = image(x)
        return self.record((height * self.factors[0], width * self.factors[1], channels))


class Resizing(Layer):
    def __init__(self, height, width, interpolation="bilinear", name=None):
        super().__init__(name)
        self.size = (height, width)

    def __call__(self, x):
        return self.record((*self.size, image(x)[2]))


class Concatenate(Layer):
    def __call__(self, values):
        first = values[0].shape
        if any(value.shape[:-1] != first[:-1] for value in values):
            raise ValueError(f"{self.name} joins {[value.shape for value in values]}")
        return self.record((*first[1:-1], sum(value.shape[-1] for value in values)))


class Add(Layer):
    def __call__(self, values):
        shapes = [value.shape[1:] for value in values]
        widest = tuple(max(sizes) for sizes in zip(*shapes))
        if len({len(shape) for shape in shapes}) > 1 or any(
            size not in (1, most) for shape in shapes for size, most in zip(shape, widest)
        ):
            raise ValueError(f"{self.name} joins {shapes}")
        return self.record(widest)


class Multiply(Add):
    pass


def make_input(shape, name):
    tensor = Layer(name).record(shape)
    tensor.is_input = True
    return tensor


class Model:
    def __init__(self, inputs, outputs, name):
        if not inputs.is_input:
            raise ValueError("a model begins with an input")
        self.outputs = outputs if isinstance(outputs, list) else [outputs]


def install():
    keras, layers, ops = (types.ModuleType(name) for name in ("keras", "keras.layers", "keras.ops"))
    for name, value in list(globals().items()):
        if isinstance(value, type) and issubclass(value, Layer):
            setattr(layers, name, value)
    layers.LayerNormalization = Normalization
    keras.layers, keras.ops, keras.Input, keras.Model = layers, ops, make_input, Model
    sys.modules.update({"keras": keras, "keras.layers": layers, "keras.ops": ops})


def main():
    install()
    for path in sys.argv[1:]:
        records.clear()
        try:
            program = runpy.run_path(path)
            model = program[open(path).read().rsplit("\n    ", 1)[1].split("(")[0]]()
            outputs = [list(output.shape[1:]) for output in model.outputs]
            print(json.dumps({"layers": records, "outputs": outputs}))
        except Exception as problem:  # A program that fails is a result.
            print(json.dumps({"problem": f"{type(problem).__name__}: {problem}"}))


main()
