/**
 * `schemas/outputs.json` says what commands print as JSON: nothing that they print is missing from it, and nothing is in it
 * that none of these prints.
 */

import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { encode } from 'fast-png';
import { writeSafetensors } from '../../src/interop/safetensors';
import { repositoryRoot } from '../support/disk-files';
import { incept, type World } from '../support/memory-host';

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: false | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

const schema = JSON.parse(readFileSync(join(repositoryRoot, 'schemas/outputs.json'), 'utf8')) as Schema;
const definitions = schema.$defs ?? {};
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
ajv.addSchema(schema, 'outputs');

const folder = join(repositoryRoot, 'examples');
const examples = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const),
);

/** Mistakes, what is unknown, budgets, heads, what leads nowhere, and parts of another file. */
const wrong = `import { far, gone } from "./other.cnn"
network Wrong(width = 1) {
  input x: 8x8x2
  conv(4 * width, 3x3)
  side = conv(4, 1x1)
  far(5)
  conv(7, 9x9, strid = 2)
  budget multiplies <= 10
  budget params <= 1M
  expect params == 3
  head aux { globalavgpool() dense(3) }
  concat { branch { conv(3, 1x1) } branch { maxpool(3x3, stride = 2) } }
}
network Other(width = 1) { input x: 9x9x2 far(3) conv(16, 5x5) -> conv(64 * width, 5x5) head aux { dense(2) } dense(3) }
`;
/** With a layer that the language has no word for. */
const prototxt = `name: "Net"
input: "data" input_shape { dim: 1 dim: 3 dim: 8 dim: 8 }
layer { name: "c" type: "Convolution" bottom: "data" top: "c" convolution_param { num_output: 4 kernel_size: 3 } }
layer { name: "s" type: "SPP" bottom: "c" top: "s" }
`;
let files: Readonly<Record<string, string | Uint8Array>> = {
  ...examples,
  'wrong.cnn': wrong,
  'other.cnn': 'module far(c) { conv(c, 5x5) -> conv(4 * c, 5x5, stride = 2) }\n',
  'main.cnn': 'import { far } from "./other.cnn"\nnetwork Main() { input x: 32x32x64 far(64) }\n',
  'odd.cnn': 'network Odd() { input x: 4x4x2 conv(2, 1x1) output out head aux { conv(missing, 1x1) dense(3) } }\n',
  'p.png': encode({ width: 4, height: 4, channels: 3, data: new Uint8Array(48) }),
  'x.safetensors': writeSafetensors([{ name: 'x', shape: [4, 4, 2], values: new Float32Array(32) }], {}),
  // Layers of which channels end in zeros, and values at an end.
  'ends.cnn': 'network Ends() { input x: 2x2x3 conv(64, 1x1) -> relu() conv(64, 1x1) scale(100) hardsigmoid() }\n',
  'seen.cnn': 'network Seen() { input x: 4x4x3 globalavgpool() }\n',
  'tiny.cnn': 'network Tiny() { input x: 4x4x2 conv(2, 1x1) output out head aux { dense(3) } }\n',
  'net.prototxt': prototxt,
  '/program/examples/lenet5.cnn': examples['lenet5.cnn'] ?? '',
};

const lines: readonly string[] = [
  ...Object.keys(examples).flatMap((name) =>
    ['check', 'cost', 'explain', 'graph', 'advise'].map((command) => `${command} ${name}`),
  ),
  ...['check', 'cost', 'explain', 'graph'].map((command) => `${command} wrong.cnn -n Wrong`),
  'cost main.cnn --batch 4 --precision weights=int8,activations=float16',
  'cost wrong.cnn -n Wrong --by block',
  'cost googlenet.cnn --by block',
  'cost googlenet.cnn --by op',
  'explain wrong.cnn conv_2 -n Wrong',
  'explain googlenet.cnn inception_3a',
  'explain googlenet.cnn lrn_2',
  'explain googlenet.cnn conv_1',
  'graph googlenet.cnn --depth 0',
  'advise main.cnn',
  'diff resnet50.cnn resnext50.cnn',
  'diff wrong.cnn -n Wrong..Other',
  'diff course.cnn -n Direct5x5..Bottleneck5x5',
  'sweep mobilenet-v1.cnn width=0.5,1 --best params',
  'sweep wrong.cnn width=-1,1 -n Wrong',
  'new --list',
  'import net.prototxt -o imported.cnn',
  'run tiny.cnn',
  'run tiny.cnn --verify',
  'run ends.cnn',
  'run tiny.cnn --profile',
  'run tiny.cnn --predict',
  'run tiny.cnn --input x.safetensors',
  'run seen.cnn --image p.png',
  'run tiny.cnn --weights w.safetensors',
  'cost odd.cnn',
];

/** Properties of a value by where they stand in the schema. */
function properties(value: unknown, at: Schema, place: string, seen: Set<string>): void {
  if (at.$ref !== undefined) {
    const name = at.$ref.slice('#/$defs/'.length);
    properties(value, definitions[name] ?? {}, name, seen);
  }
  const choices = [...(at.anyOf ?? []), ...(at.oneOf ?? [])];
  for (const one of choices) if (fits(one, value)) properties(value, one, place, seen);
  if (Array.isArray(value)) {
    for (const item of value) properties(item, at.items ?? {}, place, seen);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const own = at.properties?.[key];
    if (own === undefined) continue;
    seen.add(`${place}.${key}`);
    properties(inner, own, `${place}.${key}`, seen);
  }
}

function fits(one: Schema, value: unknown): boolean {
  if (one.$ref !== undefined) return ajv.getSchema(`outputs${one.$ref}`)?.(value) === true;
  return one.type === 'null' ? value === null : value !== null;
}

function declared(at: Schema, place: string, found: string[]): void {
  for (const one of [at.items, ...(at.anyOf ?? []), ...(at.oneOf ?? [])]) if (one) declared(one, place, found);
  for (const [key, inner] of Object.entries(at.properties ?? {})) {
    found.push(`${place}.${key}`);
    declared(inner, `${place}.${key}`, found);
  }
}

describe('schemas of the outputs', function () {
  this.timeout(120_000);
  const seen = new Set<string>();

  before(async () => {
    const exported = await incept(['export', 'tiny.cnn', '--to', 'safetensors', '-o', 'w.safetensors'], { files });
    files = { ...files, 'w.safetensors': exported.files.get('/work-folder/w.safetensors') ?? '' };
  });

  it('hold for what every command prints', async () => {
    for (const line of lines) {
      const argv = [...line.split(' '), '--format', 'json'];
      const { code, stdout, stderr } = await incept(argv, { files } satisfies World);
      assert.ok(code < 2, `${line}: ${stderr}`);
      const [command = ''] = argv;
      const validate = ajv.getSchema(`outputs#/$defs/${command}`);
      assert.ok(validate, command);
      const value = JSON.parse(stdout);
      const isValid = validate(value);
      const told = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
      assert.ok(isValid, `${line}\n${told.slice(0, 10).join('\n')}`);
      properties(value, definitions[command] ?? {}, command, seen);
    }
  });

  it('are of every command that prints JSON', async () => {
    const { stdout } = await incept(['--help']);
    const names = [...(stdout.split(/^Commands:$/m)[1] ?? '').matchAll(/^ {2}(\w+) /gm)].map(([, name = '']) => name);
    const helps = await Promise.all(names.map((name) => incept(['help', name])));
    const printing = names.filter((_, i) => /--format (?:(?!\n {2}-)[\s\S])*"json"/.test(helps[i]?.stdout ?? ''));
    assert.deepEqual(printing.sort(), [...new Set(lines.map((line) => line.split(' ', 1)[0]))].sort());
  });

  it('say nothing that no command prints', () => {
    const all: string[] = [];
    for (const [name, definition] of Object.entries(definitions)) declared(definition, name, all);
    assert.deepEqual(
      // That a count is not as predicted is a mistake of ours.
      all.filter((one) => !seen.has(one) && !one.startsWith('runResult.verify.wrongLayers.')),
      [],
    );
  });

  it('refuse what is renamed, missing or of another kind', async () => {
    const { stdout } = await incept(['cost', 'tiny.cnn', '--format', 'json'], { files });
    const validate = ajv.getSchema('outputs#/$defs/cost');
    const document = JSON.parse(stdout);
    const { totals, ...rest } = document;
    assert.equal(validate?.(document), true);
    for (const other of [rest, { ...rest, total: totals }, { ...document, totals: { ...totals, multiplies: '3' } }]) {
      assert.equal(validate?.(other), false);
    }
  });
});
