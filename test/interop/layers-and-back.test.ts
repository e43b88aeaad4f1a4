/** Every layer of the language, with every kind of argument, written for other frameworks and read back: it computes the same, and reads as the golden files have it. */

import assert from 'node:assert/strict';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { seededRandom } from '../../src/base/random';
import { elementCount, type NamedTensor } from '../../src/base/tensor';
import { exportCaffe, exportCaffemodel } from '../../src/interop/caffe/export-caffe';
import { importNetwork } from '../../src/interop/import/import-network';
import { exportTfjs } from '../../src/interop/keras/export-tfjs';
import { networkWeights } from '../../src/interop/network-weights';
import { exportOnnx } from '../../src/interop/onnx/export-onnx';
import { assertGolden } from '../support/golden';
import { foreignNetwork, ranWith } from '../support/imported';
import { layerCases, layerInput } from '../support/layer-cases';
import { networkOfBody } from '../support/network-text';

type Weights = ReadonlyMap<string, NamedTensor>;

function weightsOf(network: NetworkAnalysis): Weights {
  const random = seededRandom(4);
  return new Map(
    networkWeights(network, network.all.layers).map(({ name, shape, role }) => {
      const shift = role === 'variance' ? 0.5 : -0.5;
      return [name, { name, shape, values: new Float32Array(elementCount(shape)).map(() => random() + shift) }];
    }),
  );
}

type Came = Awaited<ReturnType<typeof foreignNetwork>>;

/** By format: the network as it comes back; undefined where it cannot be written. */
const ways: Readonly<Record<string, (network: NetworkAnalysis, weights: Weights) => Promise<Came> | undefined>> = {
  onnx: (network, weights) => {
    const written = exportOnnx(network, weights, { version: '0' });
    return 'bytes' in written ? foreignNetwork('onnx', written.bytes) : undefined;
  },
  tfjs: (network, weights) => {
    const written = exportTfjs(network, weights, '0');
    if (!('files' in written)) return undefined;
    const byName = new Map(written.files.map(({ name, bytes }) => [name, bytes]));
    const readBeside = async (name: string) => byName.get(name) ?? assert.fail(name);
    return foreignNetwork('tfjs', byName.get('model.json') ?? assert.fail(), { readBeside });
  },
  caffe: (network, weights) => {
    const written = exportCaffe(network, '0');
    const model = exportCaffemodel(network, weights);
    if (!('text' in written) || !('bytes' in model)) return undefined;
    // A file without weights is none.
    return foreignNetwork('caffe', written.text, weights.size === 0 ? {} : { weights: model.bytes });
  },
};

/** What is written and cannot be read: why, of the nodes that are left out or of the whole. */
const left: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  onnx: {
    // Windows of channels that are even or wider than the channels, or that lie within one, are written by their arithmetic.
    'lrn(2, alpha = 0.7)': 'foreign.no-image',
    'lrn(4, alpha = 0.7, beta = 0.6, k = 3)': 'foreign.no-image',
    'lrn(12, alpha = 2)': 'foreign.no-image',
    'lrn(3, alpha = 2, region = within)': 'foreign.no-function',
    'lrn(4, alpha = 2, beta = 0.5, region = within)': 'foreign.no-function',
    'scale(4) -> gelu()': 'foreign.no-function',
  },
  tfjs: {
    'identity()': 'foreign.no-output',
    'add { branch { } }': 'foreign.no-output',
  },
  caffe: {
    'affine(scale = false, center = false)': 'foreign.no-output',
    'identity()': 'foreign.no-output',
    'add { branch { } }': 'foreign.no-output',
  },
};

const input = new Float32Array(9 * 12 * 6).map((_, i) => Math.sin(i));

/** Of the only output. */
async function valuesOf(found: Parameters<typeof ranWith>[0]): Promise<Float32Array> {
  return ranWith(found, input, found.network.graph.outputs[0]?.name ?? '');
}

for (const [format, way] of Object.entries(ways)) {
  describe(`every layer to ${format} and back`, function () {
    this.timeout(60_000);

    for (const [group, bodies] of Object.entries(layerCases)) {
      it(`${group}: the same values`, async () => {
        const texts: string[] = [];
        for (const body of bodies) {
          const network = networkOfBody(`${layerInput}\n${body}`);
          const weights = weightsOf(network);
          const came = await way(network, weights);
          if (came === undefined) continue;
          const reason = 'refusal' in came ? came.refusal : came.missing[0]?.reason;
          const code = typeof reason === 'object' && 'phrase' in reason ? reason.phrase : reason;
          assert.equal(code, left[format]?.[body], body);
          if ('refusal' in came || reason !== undefined) {
            texts.push(`# ${body}\n${code}\n`);
            continue;
          }
          const found = importNetwork(came, { name: 'Net', comments: [] });
          texts.push(`# ${body}\n${found.text.slice(found.text.indexOf('\n\n') + 2, found.text.lastIndexOf('}'))}`);
          const ours = await valuesOf({ network, weights: [...weights.values()] });
          const theirs = await valuesOf(found);
          assert.equal(theirs.length, ours.length, body);
          const largest = ours.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
          for (const [i, value] of ours.entries()) {
            const error = Math.abs(value - (theirs[i] ?? Number.NaN));
            assert.ok(error <= 1e-5 * largest, `${body}: off by ${error} of ${largest}\n${found.text}`);
          }
        }
        assertGolden(`import/${format}/${group.replaceAll(' ', '-')}.txt`, texts.join('\n'));
      });
    }
  });
}
