/** The files of the lessons as texts; what a variant of one changes is an argument. */

interface Square {
  readonly size: number;
  readonly channels: number;
}

export function oneChannel(height: number, width: number, layer: string): string {
  return `network OneChannel() {
  input image: ${height}x${width}x1
  ${layer}
}
`;
}

export function manyChannels(height: number, width: number, channels: number, layer: string): string {
  return `network ManyChannels() {
  input features: ${height}x${width}x${channels}
  ${layer}
}
`;
}

export function shrink({ size, channels, filters }: Square & { readonly filters: number }, line: string): string {
  return `network Shrink() {
  input features: ${size}x${size}x${channels}
  ${line}
  expect ${size}x${size}x${filters}
}
`;
}

export function naive({ size, channels }: Square, branches: readonly string[]): string {
  return `network Naive() {
  input features: ${size}x${size}x${channels}
  concat {
${branches.map((branch) => `    branch { ${branch} }\n`).join('')}  }
}
`;
}

export function direct({ size, channels }: Square, layer: string): string {
  return `network Direct() {
  input features: ${size}x${size}x${channels}
  ${layer}
}
`;
}

export function bottleneck(
  { size, channels, filters, budget }: Square & { readonly filters: number; readonly budget: string },
  line: string,
  layer: string,
): string {
  return `network Bottleneck() {
  input features: ${size}x${size}x${channels}
  ${line}
  ${layer}
  expect ${size}x${size}x${filters}
  budget multiplies <= ${budget}
}
`;
}

export function breakEven({ size, channels }: Square, r: number, layer: string): string {
  return `network Bottleneck(r = ${r}) {
  input features: ${size}x${size}x${channels}
  conv(r, 1x1)
  ${layer}
}
`;
}

/** `promise` is what stands behind the join. */
export function wholeModule({ size, channels }: Square, branches: readonly string[], promise: string): string {
  return `network Module3a() {
  input features: ${size}x${size}x${channels}
  concat {
${branches.map((branch) => (branch === '' ? '    branch {}\n' : `    branch { ${branch} }\n`)).join('')}  }${promise}
}
`;
}

export interface LaterParts {
  readonly join: string;
  /** What the branch beside the skip has. */
  readonly branch: string;
  readonly squeeze: number;
  readonly depthwise: string;
}

export function later({ size, channels }: Square, { join, branch, squeeze, depthwise }: LaterParts): string {
  return `network Later() {
  input features: ${size}x${size}x${channels}
  ${depthwise}
  ${join} {
    branch {}
    branch { ${branch} }
  }
  relu()
}

${channelGate({ size, channels }, squeeze)}`;
}

/** A number for each channel, from all channels of the image. */
export function channelGate({ size, channels }: Square, squeeze: number): string {
  return `network Gate() {
  input features: ${size}x${size}x${channels}
  globalavgpool()
  dense(${squeeze}, activation = relu)
  dense(${channels}, activation = sigmoid)
}
`;
}

/** Two layers at every pixel, which is what a gate is not. */
export function gatePerPixel({ size, channels }: Square, squeeze: number): string {
  return `network Gate() {
  input features: ${size}x${size}x${channels}
  conv(${squeeze}, 1x1)
  conv(${channels}, 1x1)
}
`;
}

/** The example without the figures of its rows and without its budgets, and with a budget of multiplies of its own. */
export function cheaperFile(googlenet: string, budget: string): string {
  return googlenet
    .replace(/, multiplies (==|~) [\w.]+/g, '')
    .replace(/budget multiplies <= \S+/, `budget multiplies <= ${budget}`);
}
