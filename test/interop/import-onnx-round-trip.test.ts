/** What was exported from a network in our terms comes back from ONNX as the same one. */

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import { metricNames } from '../../src/base/metrics';
import { seededRandom } from '../../src/base/random';
import type { NamedTensor } from '../../src/base/tensor';
import { elementCount } from '../../src/base/tensor';
import { networkWeights } from '../../src/interop/network-weights';
import { exportOnnx } from '../../src/interop/onnx/export-onnx';
import type { Shape } from '../../src/ops/dim';
import { diskFiles, repositoryRoot } from '../support/disk-files';
import { imported, ranWith } from '../support/imported';

function exampleNetworks(file: string): readonly NetworkAnalysis[] {
  const root = join(repositoryRoot, 'examples');
  return analyze(diskFiles(root), join(root, file)).networks;
}

/** Each tensor with values of its own, so that one in the place of another is seen. */
function markedWeights(network: NetworkAnalysis): Map<string, NamedTensor> {
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
function fingerprint({ shape, values }: Pick<NamedTensor, 'shape' | 'values'>): string {
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
  // Two words for the same where the windows are alike, and where the size is a whole multiple.
  if (op.name === 'adaptiveavgpool' || op.name === 'avgpool') return `average ${shape}`;
  if (op.name === 'upsample' || op.name === 'resize') return `resize ${shape} ${attributes.mode}`;
  return [op.name, shape, pads.join(), ...others].join(' ');
}

/** As numbers of 32 bits are. */
function rounded(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
}

function assertSame(network: NetworkAnalysis, found: NetworkAnalysis): void {
  const kept = network.all.layers.filter((id) => !isNothing(network, id));
  assert.deepEqual(
    found.all.layers.map((id) => meaning(found, id)).sort(),
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

describe('import of ONNX: what was exported', function () {
  this.timeout(60_000);

  for (const file of readdirSync(join(repositoryRoot, 'examples')).filter((name) => name.endsWith('.cnn'))) {
    it(`gives ${file} back: layers, attributes, counts, outputs and weights`, async () => {
      for (const network of exampleNetworks(file)) {
        const weights = markedWeights(network);
        const written = exportOnnx(network, weights, { version: '0' });
        assert.ok('bytes' in written, network.name);
        const found = await imported('onnx', written.bytes);
        assert.deepEqual(found.foreign.missing, []);
        assertSame(network, found.network);
        assert.deepEqual(found.weights.map(fingerprint).sort(), [...weights.values()].map(fingerprint).sort());
      }
    });
  }

  it('keeps names where modules and layers have them', async () => {
    const [network] = exampleNetworks('inception-v3.cnn');
    assert.ok(network);
    const written = exportOnnx(network, markedWeights(network), { version: '0' });
    assert.ok('bytes' in written);
    const { text } = await imported('onnx', written.bytes);
    assert.match(text, /^ {2}mixed_4 = mixed\w*\(128\)$/m);
    assert.match(text, /^ {2}mixed_10 = mixed\w*\(\)$/m);
  });

  it('gives a network back that computes the same', async () => {
    const [network] = analyze(
      diskFiles(join(repositoryRoot, 'examples')),
      join(repositoryRoot, 'examples/squeezenet.cnn'),
      {
        inputShape: [81, 67, 3],
      },
    ).networks;
    assert.ok(network);
    const random = seededRandom(3);
    const weights = networkWeights(network, network.all.layers).map(({ name, shape }): NamedTensor => {
      return { name, shape, values: new Float32Array(elementCount(shape)).map(() => (random() - 0.5) / 4) };
    });
    const written = exportOnnx(network, new Map(weights.map((tensor) => [tensor.name, tensor])), { version: '0' });
    assert.ok('bytes' in written);
    const found = await imported('onnx', written.bytes);
    const input = new Float32Array(81 * 67 * 3).map(() => random() - 0.5);
    assert.deepEqual(await ranWith(found, input, 'logits'), await ranWith({ network, weights }, input, 'logits'));
  });
});
