"""Networks with the modules of timm, whose names and order stand here as facts, and those of torchvision: FOLDER NAME... writes for each
network its state dict, an image and what PyTorch computes of it. Weights are random and keep the size of values from layer to layer."""

import math
import sys

import torch
import torch.nn.functional as F
import torchvision


class Weights:
    """Makes parameters when they are first asked for, so that the order of calls is that of the modules in timm."""

    def __init__(self, epsilon):
        self.state = {}
        self.epsilon = epsilon

    def parameter(self, name, *shape, scale=1.0, mean=0.0):
        self.state[name] = mean + scale * torch.randn(*shape)
        return self.state[name]

    def sums(self, x, name, filters, kernel, bias=False, gain=1.6, **how):
        height, width = (kernel, kernel) if isinstance(kernel, int) else kernel
        inputs = x.shape[1] // how.get("groups", 1)
        scale = math.sqrt(gain / (inputs * height * width))
        weight = self.parameter(f"{name}.weight", filters, inputs, height, width, scale=scale)
        return F.conv2d(x, weight, self.parameter(f"{name}.bias", filters, scale=0.1) if bias else None, **how)

    def norm(self, x, name):
        c = x.shape[1]
        weight, bias = self.parameter(f"{name}.weight", c, scale=0.1, mean=1), self.parameter(f"{name}.bias", c, scale=0.1)
        mean = self.parameter(f"{name}.running_mean", c, scale=0.1)
        variance = self.parameter(f"{name}.running_var", c, scale=0.1, mean=1).abs_()
        self.state[f"{name}.num_batches_tracked"] = torch.tensor(1)
        return F.batch_norm(x, mean, variance, weight, bias, eps=self.epsilon)

    def layer_norm(self, x, name, epsilon=1e-6):
        c = x.shape[1]
        weight, bias = self.parameter(f"{name}.weight", c, scale=0.1, mean=1), self.parameter(f"{name}.bias", c, scale=0.1)
        return F.layer_norm(x.permute(0, 2, 3, 1), (c,), weight, bias, epsilon).permute(0, 3, 1, 2)

    def linear(self, x, name, units):
        weight = self.parameter(f"{name}.weight", units, x.shape[1], scale=math.sqrt(1 / x.shape[1]))
        return F.linear(x, weight, self.parameter(f"{name}.bias", units, scale=0.1))

    def unit(self, x, name, filters, kernel, **how):
        """A convolution, its norm and ReLU in a module of their own."""
        return F.relu(self.norm(self.sums(x, f"{name}.conv", filters, kernel, **how), f"{name}.bn"))

    def chain(self, x, name, *units):
        """A Sequential of such units. A unit is its filters, its kernel and how it is slid; a function has a place but no weights."""
        for i, unit in enumerate(units):
            x = unit(x) if callable(unit) else self.unit(x, f"{name}.{i}", unit[0], unit[1], **unit[2])
        return x


def mean(x):
    return x.mean((2, 3))


def average(x):
    return F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)


def halved(x):
    return F.max_pool2d(x, 3, 2)


def same(kernel):
    height, width = (kernel, kernel) if isinstance(kernel, int) else kernel
    return {"padding": (height // 2, width // 2)}


def u(filters, kernel):
    return (filters, kernel, same(kernel))


def v(filters, kernel, stride=1):
    return (filters, kernel, {"stride": stride})


ROW, COLUMN = (1, 7), (7, 1)


def inception_v4(w, x):
    x = w.chain(x, "features", v(32, 3, 2), v(32, 3), u(64, 3))
    x = torch.cat((halved(x), w.unit(x, "features.3.conv", 96, 3, stride=2)), 1)
    left = w.chain(x, "features.4.branch0", u(64, 1), v(96, 3))
    x = torch.cat((left, w.chain(x, "features.4.branch1", u(64, 1), u(64, ROW), u(64, COLUMN), v(96, 3))), 1)
    x = torch.cat((w.unit(x, "features.5.conv", 192, 3, stride=2), halved(x)), 1)
    for i in range(6, 10):
        n = f"features.{i}.branch"
        parts = [w.unit(x, f"{n}0", 96, 1), w.chain(x, f"{n}1", u(64, 1), u(96, 3))]
        parts += [w.chain(x, f"{n}2", u(64, 1), u(96, 3), u(96, 3)), w.chain(x, f"{n}3", average, u(96, 1))]
        x = torch.cat(parts, 1)
    parts = [w.unit(x, "features.10.branch0", 384, 3, stride=2)]
    parts += [w.chain(x, "features.10.branch1", u(192, 1), u(224, 3), v(256, 3, 2)), halved(x)]
    x = torch.cat(parts, 1)
    for i in range(11, 18):
        n = f"features.{i}.branch"
        parts = [w.unit(x, f"{n}0", 384, 1), w.chain(x, f"{n}1", u(192, 1), u(224, ROW), u(256, COLUMN))]
        parts += [w.chain(x, f"{n}2", u(192, 1), u(192, COLUMN), u(224, ROW), u(224, COLUMN), u(256, ROW))]
        x = torch.cat(parts + [w.chain(x, f"{n}3", average, u(128, 1))], 1)
    parts = [w.chain(x, "features.18.branch0", u(192, 1), v(192, 3, 2))]
    parts += [w.chain(x, "features.18.branch1", u(256, 1), u(256, ROW), u(320, COLUMN), v(320, 3, 2)), halved(x)]
    x = torch.cat(parts, 1)
    row, column = (1, 3), (3, 1)
    for i in range(19, 22):
        n = f"features.{i}.branch"
        parts = [w.unit(x, f"{n}0", 256, 1)]
        middle = w.unit(x, f"{n}1_0", 384, 1)
        parts += [w.unit(middle, f"{n}1_1a", 256, row, **same(row)), w.unit(middle, f"{n}1_1b", 256, column, **same(column))]
        middle = w.unit(w.unit(x, f"{n}2_0", 384, 1), f"{n}2_1", 448, column, **same(column))
        middle = w.unit(middle, f"{n}2_2", 512, row, **same(row))
        parts += [w.unit(middle, f"{n}2_3a", 256, row, **same(row)), w.unit(middle, f"{n}2_3b", 256, column, **same(column))]
        x = torch.cat(parts + [w.chain(x, f"{n}3", average, u(256, 1))], 1)
    return w.linear(mean(x), "last_linear", 1000)


def inception_resnet_v2(w, x):
    for name, unit in (("1a", v(32, 3, 2)), ("2a", v(32, 3)), ("2b", u(64, 3))):
        x = w.unit(x, f"conv2d_{name}", unit[0], unit[1], **unit[2])
    x = w.unit(w.unit(halved(x), "conv2d_3b", 80, 1), "conv2d_4a", 192, 3)
    x, n = halved(x), "mixed_5b.branch"
    parts = [w.unit(x, f"{n}0", 96, 1), w.chain(x, f"{n}1", u(48, 1), u(64, 5))]
    parts += [w.chain(x, f"{n}2", u(64, 1), u(96, 3), u(96, 3)), w.chain(x, f"{n}3", average, u(64, 1))]
    x = torch.cat(parts, 1)

    def residual(x, name, factor, first, *branches):
        parts = [w.unit(x, f"{name}.branch0", first, 1)]
        parts += [w.chain(x, f"{name}.branch{i + 1}", *units) for i, units in enumerate(branches)]
        return x + factor * w.sums(torch.cat(parts, 1), f"{name}.conv2d", x.shape[1], 1, bias=True)

    for i in range(10):
        x = F.relu(residual(x, f"repeat.{i}", 0.17, 32, [u(32, 1), u(32, 3)], [u(32, 1), u(48, 3), u(64, 3)]))
    parts = [w.unit(x, "mixed_6a.branch0", 384, 3, stride=2)]
    x = torch.cat(parts + [w.chain(x, "mixed_6a.branch1", u(256, 1), u(256, 3), v(384, 3, 2)), halved(x)], 1)
    for i in range(20):
        x = F.relu(residual(x, f"repeat_1.{i}", 0.1, 192, [u(128, 1), u(160, ROW), u(192, COLUMN)]))
    n = "mixed_7a.branch"
    parts = [w.chain(x, f"{n}0", u(256, 1), v(384, 3, 2)), w.chain(x, f"{n}1", u(256, 1), v(288, 3, 2))]
    x = torch.cat(parts + [w.chain(x, f"{n}2", u(256, 1), u(288, 3), v(320, 3, 2)), halved(x)], 1)
    for i in range(10):
        name, factor = (f"repeat_2.{i}", 0.2) if i < 9 else ("block8", 1)
        x = residual(x, name, factor, 192, [u(192, 1), u(224, (1, 3)), u(256, (3, 1))])
        x = F.relu(x) if i < 9 else x
    return w.linear(mean(w.unit(x, "conv2d_7b", 1536, 1)), "classif", 1000)


def xception(w, x):
    """Pools and shortcuts start where those of Keras do, from which the weights of timm come."""

    def separable(x, name, filters, norm):
        x = w.sums(x, f"{name}.conv1", x.shape[1], 3, groups=x.shape[1], padding=1, gain=0.5)
        return w.norm(w.sums(x, f"{name}.pointwise", filters, 1), norm)

    x = F.relu(w.norm(w.sums(x, "conv1", 32, 3, stride=2), "bn1"))
    x = F.relu(w.norm(w.sums(x, "conv2", 64, 3), "bn2"))
    blocks = [(128, 128, 2), (256, 256, 2), (728, 728, 2), *[(728, 728, 3)] * 8, (728, 1024, 2)]
    for i, (first, last, count) in enumerate(blocks, 1):
        n, shortcut = f"block{i}", x
        if count == 2:
            shortcut = w.norm(w.sums(x, f"{n}.skip", last, 1, stride=2), f"{n}.skipbn")
        # The first block has no activation in front, and so one place less in its Sequential.
        at = 1 if i > 1 else 0
        for j in range(count):
            x = F.relu(x) if i > 1 or j > 0 else x
            x = separable(x, f"{n}.rep.{3 * j + at}", first if j < count - 1 else last, f"{n}.rep.{3 * j + at + 1}")
        if count == 2:
            odd = x.shape[2] % 2
            x = F.max_pool2d(F.pad(x, (odd, 1, odd, 1), value=-math.inf), 3, 2)
        x = x + shortcut
    x = F.relu(separable(x, "conv3", 1536, "bn3"))
    x = F.relu(separable(x, "conv4", 2048, "bn4"))
    return w.linear(mean(x), "fc", 1000).softmax(1)


def vgg16(w, x):
    at = 0
    for count, filters in ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)):
        for _ in range(count):
            x = F.relu(w.sums(x, f"features.{at}", filters, 3, bias=True, padding=1))
            at += 2
        x = F.max_pool2d(x, 2)
        at += 1
    x = F.relu(w.sums(x, "pre_logits.fc1", 4096, 7, bias=True))
    x = F.relu(w.sums(x, "pre_logits.fc2", 4096, 1, bias=True))
    return w.linear(mean(x), "head.fc", 1000)


def convnext_tiny(w, x):
    x = w.layer_norm(w.sums(x, "stem.0", 96, 4, bias=True, stride=4), "stem.1")
    for i, (depth, c) in enumerate(((3, 96), (3, 192), (9, 384), (3, 768))):
        n = f"stages.{i}"
        if i > 0:
            x = w.layer_norm(x, f"{n}.downsample.0")
            x = w.sums(x, f"{n}.downsample.1", c, 2, bias=True, stride=2)
        for j in range(depth):
            b = f"{n}.blocks.{j}"
            gamma = w.parameter(f"{b}.gamma", c, scale=0.1, mean=0.5)
            y = w.layer_norm(w.sums(x, f"{b}.conv_dw", c, 7, bias=True, groups=c, padding=3), f"{b}.norm")
            y = y.permute(0, 2, 3, 1).reshape(-1, c)
            y = w.linear(F.gelu(w.linear(y, f"{b}.mlp.fc1", 4 * c)), f"{b}.mlp.fc2", c)
            x = x + (gamma * y).reshape(1, *x.shape[2:], c).permute(0, 3, 1, 2)
    x = w.layer_norm(x.mean((2, 3), keepdim=True), "head.norm")
    return w.linear(mean(x), "head.fc", 1000)


def gated(w, x, name, squeezed, act, gate):
    y = act(w.sums(x.mean((2, 3), keepdim=True), f"{name}.conv_reduce", squeezed, 1, bias=True))
    return x * gate(w.sums(y, f"{name}.conv_expand", x.shape[1], 1, bias=True))


def mobile_block(w, x, name, kernel, stride, inside, filters, act, gate):
    """The first stage has no expansion: its modules are of another class, whose norms are counted anew."""
    is_expanded = inside != x.shape[1]
    y, at = x, 1
    if is_expanded:
        y, at = act(w.norm(w.sums(x, f"{name}.conv_pw", inside, 1), f"{name}.bn1")), 2
    y = w.sums(y, f"{name}.conv_dw", inside, kernel, stride=stride, padding=kernel // 2, groups=inside)
    y = act(w.norm(y, f"{name}.bn{at}"))
    y = gate(y, f"{name}.se") if gate else y
    y = w.norm(w.sums(y, f"{name}.conv_pwl" if is_expanded else f"{name}.conv_pw", filters, 1), f"{name}.bn{at + 1}")
    return x + y if stride == 1 and filters == x.shape[1] else y


def mobile_stages(w, x, act, stages, has_gate):
    for i, (t, kernel, stride, filters, count) in enumerate(stages):
        for j in range(count):
            inputs = x.shape[1]
            gate = (lambda y, n: gated(w, y, n, inputs // 4, act, torch.sigmoid)) if has_gate else None
            x = mobile_block(w, x, f"blocks.{i}.{j}", kernel, stride if j == 0 else 1, t * inputs, filters, act, gate)
    return x


def mobile_ends(w, x, act, stages, has_gate):
    x = act(w.norm(w.sums(x, "conv_stem", 32, 3, stride=2, padding=1), "bn1"))
    x = mobile_stages(w, x, act, stages, has_gate)
    x = act(w.norm(w.sums(x, "conv_head", 1280, 1), "bn2"))
    return w.linear(mean(x), "classifier", 1000)


def efficientnet_b0(w, x):
    rows = [(1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 5, 2, 40, 2), (6, 3, 2, 80, 3), (6, 5, 1, 112, 3), (6, 5, 2, 192, 4)]
    return mobile_ends(w, x, F.silu, [*rows, (6, 3, 1, 320, 1)], True)


def mobilenetv2(w, x):
    rows = [(1, 3, 1, 16, 1), (6, 3, 2, 24, 2), (6, 3, 2, 32, 3), (6, 3, 2, 64, 4), (6, 3, 1, 96, 3), (6, 3, 2, 160, 3)]
    return mobile_ends(w, x, F.relu6, [*rows, (6, 3, 1, 320, 1)], False)


def mobilenetv3(w, x):
    x = F.hardswish(w.norm(w.sums(x, "conv_stem", 16, 3, stride=2, padding=1), "bn1"))
    stages = [
        [(3, 1, 16, 16)],
        [(3, 2, 64, 24), (3, 1, 72, 24)],
        [(5, 2, 72, 40), (5, 1, 120, 40), (5, 1, 120, 40)],
        [(3, 2, 240, 80), (3, 1, 200, 80), (3, 1, 184, 80), (3, 1, 184, 80)],
        [(3, 1, 480, 112), (3, 1, 672, 112)],
        [(5, 2, 672, 160), (5, 1, 960, 160), (5, 1, 960, 160)],
    ]
    squeezed = {72: 24, 120: 32, 480: 120, 672: 168, 960: 240}
    for i, stage in enumerate(stages):
        act = F.relu if i < 3 else F.hardswish
        for j, (kernel, stride, inside, filters) in enumerate(stage):
            has_gate = i in (2, 4, 5)
            gate = (lambda y, n: gated(w, y, n, squeezed[y.shape[1]], F.relu, F.hardsigmoid)) if has_gate else None
            x = mobile_block(w, x, f"blocks.{i}.{j}", kernel, stride, inside, filters, act, gate)
    x = F.hardswish(w.norm(w.sums(x, "blocks.6.0.conv", 960, 1), "blocks.6.0.bn1"))
    x = F.hardswish(w.sums(x.mean((2, 3), keepdim=True), "conv_head", 1280, 1, bias=True))
    return w.linear(mean(x), "classifier", 1000)


def scales(w, x, name, width, filters, stride, is_first):
    """The norms are a list of their own behind that of the convolutions; the last part passes."""
    y = F.relu(w.norm(w.sums(x, f"{name}.conv1", 4 * width, 1), f"{name}.bn1"))
    parts = torch.split(y, width, 1)
    found, last = [], None
    for i in range(3):
        last = parts[i] if is_first or i == 0 else last + parts[i]
        last = w.sums(last, f"{name}.convs.{i}", width, 3, stride=stride, padding=1)
        last = F.relu(w.norm(last, f"{name}.bns.{i}"))
        found.append(last)
    for norm in [key for key in w.state if key.startswith(f"{name}.bns.")]:
        w.state[norm] = w.state.pop(norm)
    found.append(F.avg_pool2d(parts[3], 3, stride, 1) if is_first else parts[3])
    y = w.norm(w.sums(torch.cat(found, 1), f"{name}.conv3", filters, 1, gain=1), f"{name}.bn3")
    if is_first:
        x = w.norm(w.sums(x, f"{name}.downsample.0", filters, 1, stride=stride, gain=1), f"{name}.downsample.1")
    return F.relu(x + y)


def res2net50(w, x):
    x = F.relu(w.norm(w.sums(x, "conv1", 64, 7, stride=2, padding=3), "bn1"))
    x = F.max_pool2d(x, 3, 2, 1)
    for i, (count, width, filters) in enumerate(((3, 26, 256), (4, 52, 512), (6, 104, 1024), (3, 208, 2048))):
        for j in range(count):
            x = scales(w, x, f"layer{i + 1}.{j}", width, filters, 2 if i > 0 and j == 0 else 1, j == 0)
    return w.linear(mean(x), "fc", 1000)


def torchvision_model(name):
    """A network of torchvision, with the heads of its training."""

    def build(w, x):
        how = {"aux_logits": True, "init_weights": False} if name in ("inception_v3", "googlenet") else {}
        model = getattr(torchvision.models, name)(weights=None, **how).eval()
        for key, tensor in model.state_dict().items():
            if tensor.dim() > 1:
                fan = tensor[0].numel()
                tensor.copy_(torch.randn(tensor.shape) * math.sqrt((1 if tensor.dim() == 2 else 1.6) / fan))
            elif key.endswith("running_var"):
                tensor.copy_((1 + 0.1 * torch.randn(tensor.shape)).abs())
            elif tensor.is_floating_point():
                is_factor = key.endswith(".weight") or key.endswith("layer_scale")
                tensor.copy_(0.1 * torch.randn(tensor.shape) + (1 if is_factor else 0))
            w.state[key] = tensor
        return model(x)

    return build


# By the file of the same network here, or by their names in torchvision: their size, and what norms add to the variance.
NETWORKS = {
    "inception-v4": (inception_v4, 299, 1e-3),
    "inception-resnet-v2": (inception_resnet_v2, 299, 1e-3),
    "xception": (xception, 299, 1e-3),
    "vgg16": (vgg16, 224, 1e-5),
    "convnext-tiny": (convnext_tiny, 224, 1e-5),
    "efficientnet-b0": (efficientnet_b0, 224, 1e-5),
    "mobilenet-v2": (mobilenetv2, 224, 1e-5),
    "mobilenet-v3-large": (mobilenetv3, 224, 1e-3),
    "res2net50": (res2net50, 224, 1e-5),
    **{
        f"torchvision.{name}": (torchvision_model(name), 299 if name == "inception_v3" else 224, None)
        for name in (
            "alexnet convnext_tiny densenet121 efficientnet_b0 googlenet inception_v3 mobilenet_v2 mobilenet_v3_large resnet50 "
            "resnext50_32x4d shufflenet_v2_x1_0 squeezenet1_1 vgg16"
        ).split()
    },
}

if __name__ == "__main__":
    folder, *names = sys.argv[1:]
    for name in names:
        build, size, epsilon = NETWORKS[name]
        torch.manual_seed(1)
        weights, image = Weights(epsilon), torch.rand(1, 3, size, size) * 2 - 1
        with torch.no_grad():
            result = build(weights, image)
        torch.save(weights.state, f"{folder}/{name}.pth")
        image.permute(0, 2, 3, 1).contiguous().numpy().tofile(f"{folder}/{name}.input")
        result.numpy().tofile(f"{folder}/{name}.output")
