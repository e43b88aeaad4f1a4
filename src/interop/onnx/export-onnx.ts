/**
 * A network with its weights as an ONNX file: valid for ONNX Runtime and Netron, opset 17, every value with its shape.
 * Input and images are batch, channels, height, width; what `dense` and `flatten` give is batch, channels. Names of
 * nodes, values and weights are the layers' paths, outputs and heads have their own. docs/onnx.md is the user's view.
 */

import { layerCallText } from '../../advice/call-text';
import type { NetworkAnalysis } from '../../analysis/analysis';
import { invariant, present } from '../../base/assert';
import type { Refusal } from '../../base/diagnostic';
import { formatBytes } from '../../base/number-format';
import { misshapenWeight, missingWeight, type NamedTensor } from '../../base/tensor';
import type { Layer, LayerId, Output } from '../../graph/graph';
import { formatValue } from '../../ops/format-value';
import type { OpName } from '../../ops/registry';
import { type NetworkWeight, networkWeights } from '../network-weights';
import { mostMessageBytes } from '../protobuf';
import { whyNotWritten } from '../whole-network';
import { opset, turnLayer } from './layers';
import { type Dimension, encodeModel } from './model';
import { type GraphValue, type KnownShape, OnnxBuilder } from './onnx-builder';

export interface ExportOptions {
  /** Version of this program, for the file's header. */
  readonly version: string;
  /** Images at once: a number, or a name for any number. */
  readonly batch?: Dimension;
}

export type ExportResult = { readonly bytes: Uint8Array } | { readonly refusal: Refusal };

/**
 * `weights` are by name (`conv_1/weight`) and of the shapes of `networkWeights`; others are ignored. Refuses
 * where the network is not known whole, weights are missing or the file would be too large.
 */
export function exportOnnx(
  network: NetworkAnalysis,
  weights: ReadonlyMap<string, NamedTensor>,
  options: ExportOptions,
): ExportResult {
  const { graph } = network;
  const refusal = whatIsMissing(network, weights);
  if (refusal !== undefined) return { refusal };

  const input = present(graph.layers[graph.input], 'input');
  const isInput = ({ name }: Output) => name === input.path;
  const reserved = graph.outputs.filter((output) => !isInput(output)).map(({ name }) => name);
  const builder = new OnnxBuilder(options.batch ?? 1, [input.path, ...reserved]);
  // An output may have the input's name, which a model gives to one value only.
  const ends = graph.outputs.map((output) =>
    isInput(output) ? { ...output, name: builder.free(output.name) } : output,
  );
  const values = new Map<LayerId, GraphValue>();
  const inputValue = builder.input(input.path, knownShape(network, input.id));
  values.set(input.id, inputValue);
  // Of several names of one result a main output's, and the first of them.
  const mainLast = [...ends].reverse().sort((a, b) => Number(b.kind === 'head') - Number(a.kind === 'head'));
  const names = new Map(mainLast.map(({ name, layer }) => [layer, name]));
  for (const id of network.all.layers) {
    const layer = present(graph.layers[id], 'layer');
    values.set(id, turn(network, layer, names.get(id), builder, values, weights));
  }
  const outputs = ends.map(({ name, layer }) => {
    const value = present(values.get(layer), 'value of an output');
    if (value.name === name && value !== inputValue) return value;
    // The input itself, or a second name of the same result.
    const copy = builder.node('Identity', [value], value);
    builder.finishLayer(name, copy, name, `output ${name}`);
    return copy;
  });
  const encoded = encodeModel(
    builder.model([inputValue], outputs, {
      producer: 'incept',
      producerVersion: options.version,
      name: network.name,
      documentation: network.declaration.documentation ?? '',
      opset,
      metadata: metadataOf(network),
    }),
  );
  if ('bytes' in encoded) return encoded;
  const limit = formatBytes(mostMessageBytes + 1);
  return {
    refusal: {
      code: 'export.size',
      values: { network: network.name, format: 'ONNX', size: formatBytes(encoded.tooLarge), limit },
    },
  };
}

function turn(
  network: NetworkAnalysis,
  layer: Layer,
  outputName: string | undefined,
  builder: OnnxBuilder,
  values: ReadonlyMap<LayerId, GraphValue>,
  weights: ReadonlyMap<string, NamedTensor>,
): GraphValue {
  const { path } = layer;
  const op = layer.op.name as OpName;
  const result = turnLayer({
    builder,
    op,
    path,
    attributes: layer.attributes,
    inputs: layer.inputs.map((id) => present(values.get(id), `value that ${path} reads`)),
    shape: knownShape(network, layer.id),
    weight: (name) => weights.get(`${path}/${name}`),
  });
  const call = layer.op.group === 'join' ? op : layerCallText(layer);
  builder.finishLayer(path, result, outputName, `${path}: ${call}`);
  invariant(
    result.shape.every((dimension, axis) => dimension === network.shapes[layer.id]?.[axis]),
    `${path} has in ONNX the shape it has here`,
  );
  return result;
}

function whatIsMissing(network: NetworkAnalysis, weights: ReadonlyMap<string, NamedTensor>): Refusal | undefined {
  const refusal = whyNotWritten(network);
  if (refusal !== undefined) return refusal;
  for (const needed of networkWeights(network, network.all.layers)) {
    const wrong = whatIsWrong(needed, weights.get(needed.name));
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function whatIsWrong({ name, shape }: NetworkWeight, tensor: NamedTensor | undefined): Refusal | undefined {
  if (tensor === undefined) return missingWeight(name, shape, undefined);
  const isRight = tensor.shape.length === shape.length && shape.every((size, axis) => size === tensor.shape[axis]);
  if (isRight) return undefined;
  return misshapenWeight(name, tensor.shape, shape);
}

function metadataOf(network: NetworkAnalysis): ReadonlyMap<string, string> {
  const parameters = [...network.parameters].map(([name, value]) => `${name} = ${formatValue(value)}`);
  const heads = network.graph.outputs.filter(({ kind }) => kind === 'head').map(({ name }) => name);
  const metadata = new Map([['incept.network', network.name]]);
  if (parameters.length > 0) metadata.set('incept.parameters', parameters.join(', '));
  if (heads.length > 0) metadata.set('incept.heads', heads.join(', '));
  return metadata;
}

function knownShape({ shapes }: NetworkAnalysis, id: LayerId): KnownShape {
  const [height, width, channels] = present(shapes[id], 'shape');
  return [present(height, 'height'), present(width, 'width'), present(channels, 'channels')];
}
