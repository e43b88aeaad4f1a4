/**
 * A network as a layers model of TensorFlow.js: model.json, as Keras 2 writes it and `tf.loadLayersModel` reads it, and
 * weights.bin. It has layers of Keras alone; what they cannot say is made of several or refused.
 */

import type { NetworkAnalysis } from '../../analysis/analysis';
import { present } from '../../base/assert';
import { elementCount, type NamedTensor } from '../../base/tensor';
import { whyNotWritten } from '../whole-network';
import type { Written } from '../written';
import { kerasNetwork } from './keras-layers';
import type { KerasNode, KerasWeight } from './keras-network';

export function exportTfjs(
  network: NetworkAnalysis,
  weights: ReadonlyMap<string, NamedTensor>,
  version: string,
): Written {
  const refusal = whyNotWritten(network);
  if (refusal !== undefined) return { refusal };
  const lowered = kerasNetwork(network, 'tfjs');
  if ('refusal' in lowered) return lowered;
  const { nodes, outputs } = lowered.network;
  const [input] = nodes;
  const all = nodes.flatMap((node) => node.weights.map((weight) => ({ node, weight })));
  const model = {
    format: 'layers-model',
    generatedBy: `incept ${version}`,
    convertedBy: null,
    // Layers have names here and results have none: this is where converters keep those of a saved model.
    signature: { outputs: Object.fromEntries(outputs.map(({ name, node }) => [name, { name: node }])) },
    modelTopology: {
      keras_version: '2.15.0',
      backend: 'tensorflow',
      model_config: {
        class_name: 'Functional',
        config: {
          name: network.name,
          layers: nodes.map(layerDocument),
          input_layers: [[present(input, 'input').name, 0, 0]],
          output_layers: outputs.map(({ node }) => [node, 0, 0]),
        },
      },
    },
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: all.map(({ node, weight }) => ({
          name: `${node.name}/${weight.name}`,
          shape: weight.shape,
          dtype: 'float32',
        })),
      },
    ],
  };
  const bytes = new Uint8Array(4 * all.reduce((sum, { weight }) => sum + elementCount(weight.shape), 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { weight } of all) {
    for (const value of valuesOf(weight, weights)) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return {
    files: [
      { name: 'model.json', bytes: new TextEncoder().encode(`${JSON.stringify(model, null, 1)}\n`) },
      { name: 'weights.bin', bytes },
    ],
  };
}

function layerDocument({ name, className, config, inputs, shape }: KerasNode) {
  const own = className === 'InputLayer' ? { batch_input_shape: [null, ...shape], sparse: false } : config;
  return {
    class_name: className,
    name,
    config: { name, trainable: true, dtype: 'float32', ...own },
    inbound_nodes: inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])],
  };
}

function valuesOf(
  { source, fill = 0, shape, order }: KerasWeight,
  weights: ReadonlyMap<string, NamedTensor>,
): Float32Array {
  if (source === undefined) return new Float32Array(elementCount(shape)).fill(fill);
  const { shape: from, values } = present(weights.get(source), source);
  if (order === 'same') return values;
  const last = present(from.at(-1), 'last axis');
  if (order === 'transposed') {
    // [.., inputs, filters] as [.., filters, inputs].
    const before = present(from.at(-2), 'axis before the last');
    return values.map((_, i) => {
      const [pair, within] = [Math.floor(i / (before * last)), i % (before * last)];
      return values[pair * before * last + (within % before) * last + Math.floor(within / before)] as number;
    });
  }
  const count = present(shape.at(-1), 'last axis');
  const part = new Float32Array(elementCount(shape));
  return part.map((_, i) => values[Math.floor(i / count) * last + order.filtersFrom + (i % count)] as number);
}
