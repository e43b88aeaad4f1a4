/** Whether a network that came back from another format is the one that was written. */

import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import { metricNames } from '../../src/base/metrics';
import type { NamedTensor } from '../../src/base/tensor';
import { elementCount } from '../../src/base/tensor';
import { networkWeights } from '../../src/interop/network-weights';
import type { Shape } from '../../src/ops/dim';
import { diskFiles, repositoryRoot } from './disk-files';

export function exampleNetworks(file: string): readonly NetworkAnalysis[] {
  const root = join(repositoryRoot, 'examples');
  return analyze(diskFiles(root), join(root, file)).networks;
}

/** Each tensor with values of its own, so that one in the place of another is seen. */
export function markedWeights(network: NetworkAnalysis): Map<string, NamedTensor> {
  const tensors = networkWeights(network, network.all.layers).map(({ name, shape }, i): NamedTensor => {
    const values = new Float32Array(elementCount(shape)).fill(1 + i);
    for (const place of marks(values.length)) values[place] = place % 1009;
    return { name, shape, values };
  });
  return new Map(tensors.map((tensor) => [tensor.name, tensor]));
}

/** Some hundred places, in no row or column of a tensor. */
function marks(length: number): number[] {
  return Array.from({ length: Math.min(length, 331) }, (_, i) => (i * 7919) % length);
}

/** What a tensor is, wherever it stands. */
export function fingerprint({ shape, values }: Pick<NamedTensor, 'shape' | 'values'>): string {
  // Each is put in order when it is asked for.
  const all = values;
  return `${shape.join('x')} ${all.at(-1)} ${marks(all.length).map((place) => all[place])}`;
}

/** What a layer does here, whatever words its padding is said in. */
function meaning({ graph, shapes }: NetworkAnalysis, id: number): string {
  const { op, attributes, inputs } = graph.layers[id] as NetworkAnalysis['graph']['layers'][number];
  const input = shapes[inputs[0] ?? -1] ?? ([undefined, undefined, undefined] as Shape);
  const window = op.window?.(input, attributes);
  const isPool = op.group === 'pooling';
  const others = Object.entries(attributes).flatMap(([name, value]) => {
    if (['padding', 'rounding', 'count_padding', 'like', 'output_padding'].includes(name)) return [];
    if (name === 'size' || name === 'amount') return [];
    if (name === 'bias') return [`bias ${op.weights?.(input, attributes).some((weight) => weight.name === 'bias')}`];
    if (typeof value === 'object' && value !== null && 'kind' in value) {
      return [`${name} ${value.op.name}(${Object.values(value.attributes).map(rounded).join()})`];
    }
    return [`${name} ${rounded(value)}`];
  });
  // Zeros behind the last window of a pool are the same as none.
  const pads = window === undefined || isPool ? [window?.pads[0], window?.pads[2]] : window.pads;
  const shape = shapes[id]?.join('x') ?? '';
  // Two words for the same where the size is a whole multiple.
  if (op.name === 'upsample' || op.name === 'resize') return `resize ${shape} ${attributes.mode}`;
  return [op.name, shape, pads.join(), ...others].join(' ');
}

/** As numbers of 32 bits are. */
function rounded(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
}

export function assertSame(network: NetworkAnalysis, found: NetworkAnalysis): void {
  const kept = network.all.layers.filter((id) => !isNothing(network, id));
  assert.deepEqual(
    found.all.layers
      .filter((id) => !isNothing(found, id))
      .map((id) => meaning(found, id))
      .sort(),
    kept.map((id) => meaning(network, id)).sort(),
  );
  for (const metric of metricNames) {
    // What does nothing is a tensor all the same; what is alive together depends on the order of heads.
    if (metric === 'peakBytes' || (metric === 'activationBytes' && kept.length < network.all.layers.length)) continue;
    if (metric === 'flops' && kept.length < network.all.layers.length) continue;
    assert.equal(found.all.sums[metric].value, network.all.sums[metric].value, metric);
  }
  const ends = ({ outputs }: NetworkAnalysis) =>
    outputs.map(({ output, shape }) => `${output.name} ${shape.join('x')}`);
  assert.deepEqual(ends(found).sort(), ends(network).sort());
}

/** Multiplies by one. */
function isNothing({ graph }: NetworkAnalysis, id: number): boolean {
  return graph.layers[id]?.attributes.factor === 1 && graph.layers[id]?.op.name === 'scale';
}
