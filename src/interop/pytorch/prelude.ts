/** Python that a generated file begins with, as far as it needs it: what PyTorch has no module for. */

export type Helper = keyof typeof helpers;

export const helpers = {
  chain: `def chain(**modules):
    """The modules one after the other, under these names in the state dict."""
    sequence = nn.Sequential()
    sequence._modules.update(modules)
    return sequence
`,

  frozen: `def frozen(module, name):
    """The module with one of its parameters left as it is in training."""
    getattr(module, name).requires_grad_(False)
    return module
`,

  AveragePool: `class AveragePool(nn.Module):
    """The mean of the values under each window that lie in the image; pads are left, right, top, bottom."""

    def __init__(self, kernel, stride, pads):
        super().__init__()
        self.kernel, self.stride, self.pads = kernel, stride, pads

    def forward(self, x):
        inside = F.avg_pool2d(F.pad(torch.ones_like(x[:1, :1]), self.pads), self.kernel, self.stride)
        return F.avg_pool2d(F.pad(x, self.pads), self.kernel, self.stride) / inside
`,

  Crop: `class Crop(nn.Module):
    """A part of the image."""

    def __init__(self, top, left, height, width):
        super().__init__()
        self.top, self.left, self.height, self.width = top, left, height, width

    def forward(self, x):
        return x[:, :, self.top : self.top + self.height, self.left : self.left + self.width]
`,

  Slice: `class Slice(nn.Module):
    """Some of the channels."""

    def __init__(self, start, channels):
        super().__init__()
        self.start, self.channels = start, channels

    def forward(self, x):
        return x[:, self.start : self.start + self.channels]
`,

  Shuffle: `class Shuffle(nn.Module):
    """Channel g * (C / groups) + i goes to i * groups + g."""

    def __init__(self, groups):
        super().__init__()
        self.groups = groups

    def forward(self, x):
        return x.unflatten(1, (self.groups, -1)).transpose(1, 2).flatten(1, 2)
`,

  SpaceToDepth: `class SpaceToDepth(nn.Module):
    """Blocks of pixels as channels, all channels of a pixel together."""

    def __init__(self, block):
        super().__init__()
        self.block = block

    def forward(self, x):
        n, c, h, w = x.shape
        b = self.block
        x = x.reshape(n, c, h // b, b, w // b, b).permute(0, 3, 5, 1, 2, 4)
        return x.reshape(n, b * b * c, h // b, w // b)
`,

  DepthToSpace: `class DepthToSpace(nn.Module):
    """Channels as blocks of pixels, all channels of a pixel together."""

    def __init__(self, block):
        super().__init__()
        self.block = block

    def forward(self, x):
        n, c, h, w = x.shape
        b = self.block
        x = x.reshape(n, b, b, c // (b * b), h, w).permute(0, 3, 4, 1, 5, 2)
        return x.reshape(n, c // (b * b), h * b, w * b)
`,

  Nearest: `class Nearest(nn.Module):
    """Resizes to the pixel at floor(i * in / out), computed in whole numbers."""

    def __init__(self, height, width):
        super().__init__()
        self.height, self.width = height, width

    def forward(self, x):
        rows = torch.arange(self.height, device=x.device) * x.shape[2] // self.height
        columns = torch.arange(self.width, device=x.device) * x.shape[3] // self.width
        return x[:, :, rows][:, :, :, columns]
`,

  Scale: `class Scale(nn.Module):
    """Times a constant."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def forward(self, x):
        return x * self.factor
`,

  Clip: `class Clip(nn.Module):
    """Between two bounds."""

    def __init__(self, minimum, maximum):
        super().__init__()
        self.minimum, self.maximum = minimum, maximum

    def forward(self, x):
        return torch.clamp(x, self.minimum, self.maximum)
`,

  HardSigmoid: `class HardSigmoid(nn.Module):
    """min(max(slope * x + 0.5, 0), 1)."""

    def __init__(self, slope):
        super().__init__()
        self.slope = slope

    def forward(self, x):
        return torch.clamp(self.slope * x + 0.5, 0, 1)
`,

  RowsFirst: `class RowsFirst(nn.Module):
    """An image as a list in the order height, width, channel."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)
`,

  PerChannel: `class PerChannel(nn.Module):
    """A factor and a summand for each channel, as far as there are any."""

    def __init__(self, channels, scale=True, center=True):
        super().__init__()
        if scale:
            self.weight = nn.Parameter(torch.ones(channels))
        if center:
            self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        spread = (-1,) + (1,) * (x.dim() - 2)
        if hasattr(self, "weight"):
            x = x * self.weight.view(spread)
        if hasattr(self, "bias"):
            x = x + self.bias.view(spread)
        return x
`,

  LayerNorm: `class LayerNorm(PerChannel):
    """Over the channels of each position."""

    def __init__(self, channels, eps, scale=True, center=True):
        super().__init__(channels, scale, center)
        self.eps = eps

    def forward(self, x):
        variance, mean = torch.var_mean(x, 1, unbiased=False, keepdim=True)
        return super().forward((x - mean) / torch.sqrt(variance + self.eps))
`,

  GroupNorm: `class GroupNorm(PerChannel):
    """Over height, width and the channels of each group; of single values too, which torch.nn refuses."""

    def __init__(self, groups, channels, eps, scale=True, center=True):
        super().__init__(channels, scale, center)
        self.groups, self.eps = groups, eps

    def forward(self, x):
        values = x.reshape(x.shape[0], self.groups, -1)
        variance, mean = torch.var_mean(values, 2, unbiased=False, keepdim=True)
        return super().forward(((values - mean) / torch.sqrt(variance + self.eps)).reshape(x.shape))
`,

  L2Norm: `class L2Norm(PerChannel):
    """Divides by the length of the channels at each position."""

    def __init__(self, channels, eps, scale=True):
        super().__init__(channels, scale, False)
        self.eps = eps

    def forward(self, x):
        return super().forward(x / torch.sqrt((x * x).sum(1, keepdim=True) + self.eps))
`,

  ResponseNorm: `class ResponseNorm(nn.Module):
    """Divides by a power of the mean square in a window over channels, or within each channel."""

    def __init__(self, size, alpha, beta, k, within):
        super().__init__()
        self.size, self.alpha, self.beta, self.k, self.within = size, alpha, beta, k, within

    def forward(self, x):
        before, after = (self.size - 1) // 2, self.size // 2
        if self.within:
            means = F.avg_pool2d(F.pad(x * x, (before, after, before, after)), self.size, 1)
        else:
            squares = F.pad((x * x).unsqueeze(1), (0, 0, 0, 0, before, after))
            means = F.avg_pool3d(squares, (self.size, 1, 1), 1).squeeze(1)
        return x / (self.k + self.alpha * means) ** self.beta
`,
} as const;

const needs: Partial<Record<Helper, readonly Helper[]>> = {
  LayerNorm: ['PerChannel'],
  GroupNorm: ['PerChannel'],
  L2Norm: ['PerChannel'],
};

export const helperNames = Object.keys(helpers) as readonly Helper[];

/** The helpers whose names occur in the text, and what they need, in an order in which they can stand. */
export function helpersFor(text: string): readonly string[] {
  const isUsed = (name: Helper) => new RegExp(`\\b${name}\\(`).test(text);
  const wanted = helperNames.filter(isUsed);
  const all = new Set(wanted.flatMap((name) => [...(needs[name] ?? []), name]));
  return helperNames.filter((name) => all.has(name)).map((name) => helpers[name]);
}
