/**
 * What comes out differently in another framework, for designs that are to be built there: what its layers do by default,
 * or cannot do, as their documentation says.
 *
 * PyTorch 2: nn.Conv2d, nn.AvgPool2d (`count_include_pad=True`), nn.BatchNorm2d (`eps=1e-5`). Keras 3: Conv2D,
 * AveragePooling2D (`same` or `valid`, zeros are not counted), BatchNormalization (`epsilon=1e-3`). Caffe: pooling_layer
 * (sizes rounded up, averages over padding), batch_norm_layer (`eps` 1e-5). ONNX 1.17: AveragePool, BatchNormalization
 * (`epsilon` 1e-5), MaxPool (`ceil_mode`). TensorFlow.js 4: layers.conv2d has no groups.
 */

import type { MessageKey } from '../base/codes';
import { type Diagnostic, type MessageValuesOf, sortDiagnostics } from '../base/diagnostic';
import { formatShape } from '../base/number-format';
import type { Layer } from '../graph/graph';
import { layerOf, numberOf, paddingOf } from '../ops/attributes';
import type { Shape } from '../ops/dim';
import type { Window } from '../ops/op';
import type { Analysis, NetworkAnalysis } from './analysis';
import { agreedHints, hintAt } from './placed-hints';

export const targets = ['pytorch', 'keras', 'caffe', 'onnx', 'tfjs'] as const;
export type Target = (typeof targets)[number];

type TargetKey = Extract<MessageKey, `target.${string}`>;

/** How each is written. */
const names: Readonly<Record<Target, string>> = {
  pytorch: 'PyTorch',
  keras: 'Keras',
  caffe: 'Caffe',
  onnx: 'ONNX',
  tfjs: 'TensorFlow.js',
};

/** Defaults of `epsilon` by the norm's name here. */
const epsilons: Readonly<Record<Target, Readonly<Record<string, number>>>> = {
  pytorch: { batchnorm: 1e-5, layernorm: 1e-5, groupnorm: 1e-5, instancenorm: 1e-5 },
  keras: { batchnorm: 1e-3, layernorm: 1e-3, groupnorm: 1e-3 },
  caffe: { batchnorm: 1e-5 },
  onnx: { batchnorm: 1e-5, layernorm: 1e-5, groupnorm: 1e-5, instancenorm: 1e-5 },
  tfjs: { batchnorm: 1e-3, layernorm: 1e-3 },
};

/** Notes at the layers of all networks of a file. */
export function targetHints({ networks }: Pick<Analysis, 'networks'>, target: Target): readonly Diagnostic[] {
  const hints = <Key extends TargetKey>(
    text: Key,
    valuesOf: (network: NetworkAnalysis, layer: Layer) => MessageValuesOf<Key> | undefined,
  ) =>
    agreedHints(
      networks,
      ({ graph }) => graph.layers,
      (network, layer) => {
        const values = valuesOf(network, layer);
        return values && hintAt<Key>(text, layer.origin, values);
      },
    );
  return sortDiagnostics([
    ...hints('target.odd-same', (network, layer) => oddSame(network, layer, target)),
    ...hints('target.rounding', (network, layer) => rounding(network, layer, target)),
    ...hints('target.count-padding', (network, layer) => countPadding(network, layer, target)),
    ...hints('target.groups', (_, layer) => groups(layer, target)),
    ...firstOfEach(hints('target.epsilon', (_, layer) => epsilon(layer, target))),
  ]);
}

/** A network has one norm as a rule: its first place says it for all. */
function firstOfEach(hints: readonly Diagnostic[]): readonly Diagnostic[] {
  const names = new Set<unknown>();
  return hints.filter(({ values: { name } }) => !names.has(name) && names.add(name));
}

function windowOf({ shapes }: NetworkAnalysis, { op, inputs, attributes }: Layer): Window | undefined {
  const input = shapes[inputs[0] ?? -1];
  return input === undefined ? undefined : op.window?.(input, attributes);
}

/** These pad all sides alike: with an odd number of zeros, a whole row or column moves. */
function oddSame(network: NetworkAnalysis, layer: Layer, target: Target) {
  if (target !== 'pytorch' && target !== 'caffe') return undefined;
  const window = windowOf(network, layer);
  if (layer.attributes.padding !== 'same' || window === undefined) return undefined;
  // PyTorch's own `same` is this one, and takes a stride of 1 alone.
  if (target === 'pytorch' && layer.op.group === 'convolution' && window.stride.every((step) => step === 1))
    return undefined;
  const { pads } = window;
  const [top, bottom, left, right] = pads;
  if (top === bottom && left === right) return undefined;
  return { target: names[target], pads: `[${[top, bottom, left, right].map((side) => side ?? '?').join(', ')}]` };
}

/** Pools whose last window hangs over. */
function rounding(network: NetworkAnalysis, layer: Layer, target: Target) {
  const { op, attributes } = layer;
  if (attributes.rounding === undefined || attributes.padding === 'same') return undefined;
  const input = network.shapes[layer.inputs[0] ?? -1];
  if (input === undefined) return undefined;
  const size = (rounding: string) => sizeOf(op.shape([input], { ...attributes, rounding }, () => {}));
  const [down, up] = [size('floor'), size('ceil')];
  if (down === up) return undefined;
  const isUp = attributes.rounding === 'ceil';
  const differs = target === 'caffe' ? !isUp : isUp && target !== 'pytorch';
  return differs ? { target: names[target], here: isUp ? up : down, there: isUp ? down : up } : undefined;
}

function sizeOf([height, width]: Shape): string {
  return formatShape([height, width]);
}

/** Averages whose windows lie over zeros of the padding. */
function countPadding(network: NetworkAnalysis, layer: Layer, target: Target) {
  const counts = layer.attributes.count_padding;
  if (typeof counts !== 'boolean' || !hasZeros(network, layer)) return undefined;
  // Keras pads an average only by `same`, which is not counted; the others have a switch or count always.
  const usual = target === 'pytorch' || target === 'caffe';
  return counts === usual ? undefined : { target: names[target], is: usual ? 'true' : 'false' };
}

function hasZeros(network: NetworkAnalysis, layer: Layer): boolean {
  const padding = paddingOf(layer.attributes, 'padding');
  return padding !== undefined && (windowOf(network, layer)?.pads.some((side) => (side ?? 0) > 0) ?? false);
}

function groups({ op, attributes }: Layer, target: Target) {
  const number = numberOf(attributes, 'groups');
  if (target !== 'tfjs' || op.group !== 'convolution' || number === undefined || number === 1) return undefined;
  return { target: names[target], groups: number };
}

function epsilon({ op, attributes }: Layer, target: Target) {
  const norm = layerOf(attributes, 'norm') ?? { op, attributes };
  const usual = epsilons[target][norm.op.name];
  const here = numberOf(norm.attributes, 'epsilon');
  if (usual === undefined || here === undefined || here === usual) return undefined;
  return { target: names[target], name: norm.op.name, here: short(here), there: short(usual) };
}

/** `1e-3`. */
function short(value: number): string {
  return value.toExponential();
}
