/** Layers that a Keras program brings along, as Keras has none for them. Python, as it is written to a file. */

export const ownLayers: readonly { readonly name: string; readonly text: string }[] = [
  {
    name: 'LocalResponseNormalization',
    text: `class LocalResponseNormalization(layers.Layer):
    """Divides by a power of the mean square in a window over channels, or within each channel."""

    def __init__(self, size, alpha, beta, k, within=False, **options):
        super().__init__(**options)
        self.size, self.alpha, self.beta, self.k, self.within = size, alpha, beta, k, within

    def call(self, x):
        before, after = (self.size - 1) // 2, self.size // 2
        if self.within:
            squares = ops.pad(x * x, ((0, 0), (before, after), (before, after), (0, 0)))
            means = ops.average_pool(squares, self.size, 1, "valid")
        else:
            squares = ops.pad(x * x, ((0, 0), (0, 0), (0, 0), (before, after)))
            means = sum(squares[..., i : i + x.shape[-1]] for i in range(self.size)) / self.size
        return x / (self.k + self.alpha * means) ** self.beta

    def compute_output_shape(self, shape):
        return shape

    def get_config(self):
        config = {"size": self.size, "alpha": self.alpha, "beta": self.beta, "k": self.k, "within": self.within}
        return {**super().get_config(), **config}
`,
  },
  {
    name: 'PerChannel',
    text: `class PerChannel(layers.Layer):
    """A factor and a summand for each channel."""

    def __init__(self, scale=True, center=True, **options):
        super().__init__(**options)
        self.scale, self.center = scale, center

    def build(self, shape):
        self.gamma = self.add_weight(shape=(shape[-1],), initializer="ones", name="gamma") if self.scale else None
        self.beta = self.add_weight(shape=(shape[-1],), initializer="zeros", name="beta") if self.center else None

    def call(self, x):
        x = x if self.gamma is None else x * self.gamma
        return x if self.beta is None else x + self.beta

    def compute_output_shape(self, shape):
        return shape

    def get_config(self):
        return {**super().get_config(), "scale": self.scale, "center": self.center}
`,
  },
  {
    name: 'L2Normalization',
    text: `class L2Normalization(layers.Layer):
    """Divides by the length of the channels at each position; a factor for each channel."""

    def __init__(self, epsilon, scale=True, **options):
        super().__init__(**options)
        self.epsilon, self.scale = epsilon, scale

    def build(self, shape):
        self.gamma = self.add_weight(shape=(shape[-1],), initializer="ones", name="gamma") if self.scale else None

    def call(self, x):
        x = x / ops.sqrt(ops.sum(x * x, axis=-1, keepdims=True) + self.epsilon)
        return x if self.gamma is None else x * self.gamma

    def compute_output_shape(self, shape):
        return shape

    def get_config(self):
        return {**super().get_config(), "epsilon": self.epsilon, "scale": self.scale}
`,
  },
  {
    name: 'LowestPadding',
    text: `class LowestPadding(layers.Layer):
    """A border over which a max pool takes every value."""

    def __init__(self, padding, **options):
        super().__init__(**options)
        self.padding = padding

    def call(self, x):
        return ops.pad(x, ((0, 0), *self.padding, (0, 0)), "constant", constant_values=-float("inf"))

    def compute_output_shape(self, shape):
        (top, bottom), (left, right) = self.padding
        return (shape[0], shape[1] + top + bottom, shape[2] + left + right, shape[3])

    def get_config(self):
        return {**super().get_config(), "padding": self.padding}
`,
  },
  {
    name: 'Weigh',
    text: `class Weigh(layers.Layer):
    """Times a number for each row and one for each column: means of windows that hang over the image."""

    def __init__(self, rows, columns, **options):
        super().__init__(**options)
        self.rows, self.columns = rows, columns

    def call(self, x):
        rows = ops.reshape(ops.convert_to_tensor(self.rows, x.dtype), (1, -1, 1, 1))
        return x * rows * ops.reshape(ops.convert_to_tensor(self.columns, x.dtype), (1, 1, -1, 1))

    def compute_output_shape(self, shape):
        return shape

    def get_config(self):
        return {**super().get_config(), "rows": self.rows, "columns": self.columns}
`,
  },
  {
    name: 'Pick',
    text: `class Pick(layers.Layer):
    """These rows and columns of the image."""

    def __init__(self, rows, columns, **options):
        super().__init__(**options)
        self.rows, self.columns = rows, columns

    def call(self, x):
        return ops.take(ops.take(x, self.rows, axis=1), self.columns, axis=2)

    def compute_output_shape(self, shape):
        return (shape[0], len(self.rows), len(self.columns), shape[3])

    def get_config(self):
        return {**super().get_config(), "rows": self.rows, "columns": self.columns}
`,
  },
  {
    name: 'Slice',
    text: `class Slice(layers.Layer):
    """Some of the channels."""

    def __init__(self, start, channels, **options):
        super().__init__(**options)
        self.start, self.channels = start, channels

    def call(self, x):
        return x[..., self.start : self.start + self.channels]

    def compute_output_shape(self, shape):
        return (*shape[:-1], self.channels)

    def get_config(self):
        return {**super().get_config(), "start": self.start, "channels": self.channels}
`,
  },
];
