/**
 * Files of other frameworks, changed at random places: whatever they hold then, they are read or refused with a reason, in
 * little time. Of every format a small file that its own framework, or our export, has written.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Random, seededRandom } from '../../src/base/random';
import { elementCount, type NamedTensor } from '../../src/base/tensor';
import { importableFormats, writableFormats } from '../../src/interop/formats';
import { networkWeights } from '../../src/interop/network-weights';
import { readableFormats } from '../../src/interop/weight-readers';
import { importModel } from '../../src/session/import-model';
import { importWords } from '../../src/words/model-import';
import { analyzeText } from '../support/analyze-text';
import { caffemodel } from '../support/caffemodel';
import { repositoryRoot } from '../support/disk-files';
import { inEnglish } from '../support/refusal-text';

export interface ModelFinding {
  readonly file: string;
  readonly seed: number;
  readonly problem: string;
}

interface Model {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Reads it and all its values; gives the reason where it is refused. */
  readonly read: (bytes: Uint8Array) => Promise<string | undefined>;
}

/** Of one file, in milliseconds; a machine with other work is slower than this by far. */
const mostTime = 5000;

export async function fuzzModels(
  seed: number,
  count: number,
  onCase: (file: string, seed: number) => void = () => {},
): Promise<{ readonly findings: readonly ModelFinding[]; readonly refused: number; readonly longest: number }> {
  const models = await allModels();
  const findings: ModelFinding[] = [];
  let refused = 0;
  let longest = 0;
  for (let i = 0; i < count; i++) {
    const model = models[i % models.length] as Model;
    const own = seed + i;
    onCase(model.file, own);
    const bytes = changed(model.bytes, seededRandom(own));
    const startedAt = process.cpuUsage();
    try {
      const reason = await model.read(bytes);
      if (reason === '') findings.push({ file: model.file, seed: own, problem: 'refused without a reason' });
      if (reason !== undefined) refused++;
    } catch (problem) {
      findings.push({ file: model.file, seed: own, problem: problem instanceof Error ? `${problem.stack}` : '?' });
    }
    // Of this process, as the machine has more to do than this.
    const { user, system } = process.cpuUsage(startedAt);
    const time = (user + system) / 1000;
    longest = Math.max(longest, time);
    if (time > mostTime) findings.push({ file: model.file, seed: own, problem: `took ${Math.round(time)} ms` });
  }
  return { findings, refused, longest };
}

/** A few places each: a byte, a bit, a number of four bytes, a stretch that is repeated, moved, left out; or an early end. */
function changed(bytes: Uint8Array, random: Random): Uint8Array {
  let result = Uint8Array.from(bytes);
  const upTo = (limit: number) => Math.floor(random() * limit);
  // Where the numbers that lead from part to part stand is mostly in front.
  const place = () => upTo(random() < 0.5 ? Math.min(result.length, 2000) : result.length);
  for (let steps = 1 + upTo(5); steps > 0 && result.length > 8; steps--) {
    const at = place();
    const length = 1 + upTo(Math.min(64, result.length - at));
    switch (upTo(8)) {
      case 0:
        result[at] = upTo(256);
        break;
      case 1:
        result[at] = (result[at] ?? 0) ^ (1 << upTo(8));
        break;
      case 2:
        result.fill(random() < 0.5 ? 0xff : 0, at, at + Math.min(4, length));
        break;
      case 3:
        result.copyWithin(place(), at, at + length);
        break;
      case 4:
        result = joined(result.subarray(0, at), result.subarray(at + length));
        break;
      case 5:
        result = joined(result.subarray(0, at + length), result.subarray(at));
        break;
      case 6:
        result = withNumber(result, at, random);
        break;
      default:
        if (random() < 0.2) result = result.slice(0, at);
    }
  }
  return result;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.concat(parts));
}

/** Another number in place of the next one that is written in digits. */
function withNumber(bytes: Uint8Array<ArrayBuffer>, at: number, random: Random): Uint8Array<ArrayBuffer> {
  const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39;
  const from = bytes.findIndex((byte, i) => i >= at && isDigit(byte));
  if (from < 0) return bytes;
  let to = from;
  while (isDigit(bytes[to])) to++;
  const numbers = ['0', '-1', '1', '2', '3', '7', '65536', '99999999', '1e30', '9007199254740993', '0.5', 'null', '[]'];
  const number = numbers[Math.floor(random() * numbers.length)] ?? '0';
  return joined(bytes.subarray(0, from), new TextEncoder().encode(number), bytes.subarray(to));
}

async function allModels(): Promise<readonly Model[]> {
  const fixture = (name: string) => readFileSync(join(repositoryRoot, 'test', 'fixtures', name));
  const ours = await exported();
  const weights = fixture('keras/tiny.h5');
  const json = encoded(JSON.stringify(JSON.parse(fixture('keras/tiny.json').toString('utf8')).model));
  return [
    network('net.onnx', ours.onnx),
    network('model.json', ours.model, { beside: ours.shard }),
    network('tiny.keras', fixture('keras/tiny.keras')),
    network('tiny.h5', weights),
    network('tiny.json', json, { weights }),
    weightsOf('tiny.h5', weights, (bytes) => network('tiny.json', json, { weights: bytes }).read(json)),
    network('net.prototxt', encoded(lenet), { weights: lenetWeights }),
    weightsOf('net.caffemodel', lenetWeights, (bytes) =>
      network('net.prototxt', encoded(lenet), { weights: bytes }).read(encoded(lenet)),
    ),
    ...['tiny.pth', 'tiny-older.pth', 'tiny-module.pth'].map((name) => tensors(name, fixture(`pytorch/${name}`))),
    tensors('net.safetensors', ours.safetensors),
  ];
}

function network(
  file: string,
  bytes: Uint8Array,
  { weights, beside }: { readonly weights?: Uint8Array; readonly beside?: Uint8Array } = {},
): Model {
  const format = importableFormats.find(({ endings }) => endings.some((ending) => file.endsWith(ending)));
  if (format === undefined) throw new Error(file);
  const words = importWords('en');
  return {
    file,
    bytes,
    async read(content) {
      const options = {
        size: undefined,
        weights,
        bound: new Map<string, Uint8Array>(),
        readBeside: async () => beside ?? new Uint8Array(0),
      };
      const found = await importModel({ name: file, format, bytes: content }, options, words);
      if ('refusal' in found) return inEnglish(found.refusal);
      for (const tensor of found.weights) void tensor.values;
      return undefined;
    },
  };
}

/** A second file of a model that is whole. */
function weightsOf(file: string, bytes: Uint8Array, read: Model['read']): Model {
  return { file, bytes, read };
}

function tensors(file: string, bytes: Uint8Array): Model {
  const format = readableFormats.find(({ endings }) => endings.some((ending) => file.endsWith(ending)));
  if (format === undefined) throw new Error(file);
  return {
    file,
    bytes,
    async read(content) {
      const found = await format.read(content, () => false);
      if ('refusal' in found) return inEnglish(found.refusal);
      for (const tensor of found.tensors) void tensor.values;
      return undefined;
    },
  };
}

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

const lenet = `name: "LeNet"
input: "data" input_dim: 1 input_dim: 1 input_dim: 12 input_dim: 12
layer { name: "conv1" type: "Convolution" bottom: "data" top: "conv1" convolution_param { num_output: 4 kernel_size: 5 } }
layer { name: "pool1" type: "Pooling" bottom: "conv1" top: "pool1" pooling_param { pool: MAX kernel_size: 2 stride: 2 } }
layer { name: "relu1" type: "ReLU" bottom: "pool1" top: "pool1" }
layer { name: "ip" type: "InnerProduct" bottom: "pool1" top: "ip" inner_product_param { num_output: 3 } }
layer { name: "prob" type: "Softmax" bottom: "ip" top: "prob" }
`;

const ramp = (...shape: readonly number[]) => ({
  shape,
  values: Array.from({ length: elementCount(shape) }, (_, i) => i / 100),
});

const lenetWeights = caffemodel({ conv1: [ramp(4, 1, 5, 5), ramp(4)], ip: [ramp(3, 64), ramp(3)] });

const text = `network Small() {
  input image: 12x12x3
  stem = conv(8, 3x3, stride = 2, norm = batchnorm)
  repeat 2 {
    concat {
      branch { conv(4, 1x1) -> conv(6, 3x3) }
      branch { maxpool(3x3, stride = 1) -> conv(2, 1x1) }
    }
  }
  add {
    branch { }
    branch { depthwise(3x3) }
  }
  globalavgpool()
  dense(5)
  softmax()
  output scores
}
`;

/** The same network as our export writes it in each format. */
async function exported() {
  const analysis = analyzeText(text.replace('softmax()', 'scores = softmax()'));
  const [own] = analysis.networks;
  if (own === undefined) throw new Error('no network');
  const random = seededRandom(1);
  const weights = networkWeights(own, own.all.layers).map(({ name, shape }): NamedTensor => {
    return { name, shape, values: new Float32Array(elementCount(shape)).map(() => random()) };
  });
  const write = async (name: string) => {
    const format = writableFormats.find((one) => one.name === name);
    const written = await format?.write(own, weights, { version: '1.0.0', batch: 1, analysis });
    if (written === undefined || 'refusal' in written) throw new Error(name);
    return written;
  };
  const bytesOf = async (name: string, ending = ''): Promise<Uint8Array> => {
    const written = await write(name);
    if ('bytes' in written) return written.bytes;
    const file = 'files' in written ? written.files.find((one) => one.name.endsWith(ending)) : undefined;
    if (file === undefined) throw new Error(name);
    return typeof file.bytes === 'string' ? new TextEncoder().encode(file.bytes) : file.bytes;
  };
  return {
    onnx: await bytesOf('onnx'),
    model: await bytesOf('tfjs', '.json'),
    shard: await bytesOf('tfjs', '.bin'),
    safetensors: await bytesOf('safetensors'),
  };
}
