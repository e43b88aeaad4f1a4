/**
 * The operator tests of ONNX (Debian's libonnx-testdata, or `--tests DIR` with another set of the same form) through import and run.
 * A test is one node with inputs and outputs: the first input is the image, all others are bound as constants. What comes in whole
 * must give the outputs; what does not has said why.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { elementCount } from '../../src/base/tensor';
import { importableFormats } from '../../src/interop/formats';
import { identifier } from '../../src/interop/import/names';
import { type ImportedModel, importModel } from '../../src/session/import-model';
import { importWords } from '../../src/words/model-import';
import { ranWith } from '../support/imported';
import { channelsFirst } from '../support/onnx-session';
import { bytesAt, fieldsOf, messagesAt, numbersAt, textsAt } from '../support/protobuf-reader';
import { inEnglish } from '../support/refusal-text';

/** What became of one test: its values came out, it was not taken, or it gave something else. */
export interface OperatorTest {
  readonly name: string;
  readonly operator: string;
  readonly result: 'passed' | 'refused' | 'failed';
  /** Why it was not taken, or what came out. */
  readonly reason: string;
}

export const debianTests = '/usr/share/libonnx-testdata/data';

export function ensureOnnxTests(): void {
  if (existsSync(debianTests)) return;
  console.log('installing libonnx-testdata with apt-get');
  spawnSync('apt-get', ['update'], { stdio: 'inherit' });
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'libonnx-testdata'], { stdio: 'inherit' });
  if (!existsSync(debianTests)) throw new Error('there are no operator tests: install libonnx-testdata');
}

export async function runOperatorTests(folder: string): Promise<readonly OperatorTest[]> {
  const results: OperatorTest[] = [];
  for (const set of ['node', 'pytorch-converted', 'pytorch-operator', 'simple'].map((name) => join(folder, name))) {
    if (!existsSync(set)) continue;
    for (const name of readdirSync(set).sort()) {
      if (existsSync(join(set, name, 'test_data_set_0'))) results.push(await runTest(join(set, name), name));
    }
  }
  return results;
}

interface Given {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

async function runTest(folder: string, name: string): Promise<OperatorTest> {
  const bytes = readFileSync(join(folder, 'model.onnx'));
  const [graph] = messagesAt(fieldsOf(bytes), 7);
  if (graph === undefined) throw new Error(folder);
  const operator = messagesAt(graph, 1).map((node) => textsAt(node, 4)[0] ?? '')[0] ?? '';
  const nodes = messagesAt(graph, 1).length;
  const made = (result: OperatorTest['result'], reason = '') => ({
    name,
    operator: nodes > 2 ? `${operator}, ...` : operator,
    result,
    reason,
  });
  const data = join(folder, 'test_data_set_0');
  const constants = new Set(messagesAt(graph, 5).map((tensor) => textsAt(tensor, 8)[0]));
  const inputs = messagesAt(graph, 11)
    .map((input) => textsAt(input, 1)[0] ?? '')
    .filter((input) => !constants.has(input));
  const outputs = messagesAt(graph, 12).map((output) => textsAt(output, 1)[0] ?? '');
  const files = inputs.map((_, i) => join(data, `input_${i}.pb`));
  const image = files[0] !== undefined && existsSync(files[0]) ? tensorOf(readFileSync(files[0])) : undefined;
  if (image === undefined) return made('refused', 'its first input is no tensor of 32 bit floats');
  const bound = new Map(
    inputs.flatMap((input, i): [string, Uint8Array][] =>
      i === 0 || !existsSync(files[i] ?? '') ? [] : [[input, readFileSync(files[i] ?? '')]],
    ),
  );
  const format = importableFormats.find((one) => one.name === 'onnx');
  if (format === undefined) throw new Error('onnx');
  try {
    const found = await importModel(
      { name: 'model.onnx', format, bytes },
      { size: undefined, weights: undefined, bound, readBeside: () => Promise.reject(new Error()) },
      importWords('en'),
    );
    if ('refusal' in found) return made('refused', inEnglish(found.refusal));
    const [missing] = found.report.missing;
    if (missing !== undefined) return made('refused', missing.reason);
    const problems: string[] = [];
    for (const [i, output] of outputs.entries()) {
      const expected = tensorOf(readFileSync(join(data, `output_${i}.pb`)));
      if (expected === undefined) return made('refused', 'an output of it is no tensor of 32 bit floats');
      problems.push(...(await differences(found, image, expected, output)));
    }
    return problems.length === 0 ? made('passed') : made('failed', problems.join('; '));
  } catch (problem) {
    return made('failed', String(problem instanceof Error ? problem.stack : problem).slice(0, 900));
  }
}

/** The images one after the other; a list is an image of one pixel, values along one axis are one row. */
async function differences(
  found: ImportedModel,
  image: Given,
  expected: Given,
  output: string,
): Promise<readonly string[]> {
  const batch = image.dims.length > 1 ? (image.dims[0] ?? 1) : 1;
  const [channels = 1] = image.dims.length === 1 ? image.dims : image.dims.slice(1);
  const inputSize = image.values.length / batch;
  const { graph, shapes } = found.network;
  const layer = graph.outputs.find(({ name }) => name === identifier(output))?.layer;
  const shape = shapes[layer ?? -1]?.map(Number);
  if (shape === undefined) return [`there is no output ${output}`];
  const size = elementCount(shape);
  if (size * batch !== expected.values.length)
    return [`${output} is ${shape.join('x')}, expected [${expected.dims.join(', ')}]`];
  const isFirst = expected.dims.length > 2 && expected.dims[1] === shape[2];
  for (let i = 0; i < batch; i++) {
    const one = image.values.subarray(i * inputSize, (i + 1) * inputSize);
    const input = image.dims.length < 3 ? one : channelsLast(one, channels);
    const values = await ranWith(found, input, identifier(output));
    const ours = isFirst ? channelsFirst(values, shape) : values;
    const theirs = expected.values.subarray(i * size, (i + 1) * size);
    const error = theirs.reduce(
      (most, value, k) => Math.max(most, Math.abs(value - (ours[k] ?? Number.NaN)) / Math.max(1, Math.abs(value))),
      0,
    );
    if (!(error <= 1e-4)) return [`${output} is off by ${error}`];
  }
  return [];
}

/** Undefined for anything but floats of 32 bits. */
function tensorOf(bytes: Uint8Array): Given | undefined {
  const fields = fieldsOf(bytes);
  if (numbersAt(fields, 2)[0] !== 1) return undefined;
  const dims = [...numbersAt(fields, 1), ...bytesAt(fields, 1).flatMap(varints)];
  const [raw] = [...bytesAt(fields, 9), ...bytesAt(fields, 4)];
  return { dims, values: new Float32Array(Uint8Array.from(raw ?? []).buffer) };
}

function varints(bytes: Uint8Array): number[] {
  const reader = new BinaryReader(bytes);
  const numbers: number[] = [];
  while (reader.pos < reader.len) numbers.push(Number(reader.int64()));
  return numbers;
}

function channelsLast(values: Float32Array, channels: number): Float32Array {
  const pixels = values.length / channels;
  return values.map((_, i) => values[(i % channels) * pixels + Math.floor(i / channels)] as number);
}
