/** Where the words of the command line come from: in a language whose texts are all marked, nothing is unmarked. */

import * as assert from 'node:assert/strict';
import { writableFormats } from '../../src/interop/formats';
import { writeSafetensors } from '../../src/interop/safetensors';
import { incept, type World } from '../support/memory-host';
import { markedCliWords, unmarkedWords } from '../support/pseudo-language';

const net = `const wd = 4
module blk(c) {
  budget params <= 10
  concat { branch { conv(c, 1x1) } branch { maxpool(3x3) -> conv(c, 3x3) } }
}
network Net(cls = 10, act = relu) {
  input img: 8x8x2
  fst = blk(wd)
  repeat i in 1..2 { conv(wd * i, 3x3, activation = act) }
  conv(3, 5x5)
  expect params >= 1
  head aux from fst { globalavgpool() -> dense(cls) }
  globalavgpool() -> dense(cls) -> softmax()
  output fin
  dead = conv(5, 1x1, padding = vald)
  budget multiplies <= 1G
}
`;
const clean = 'network Cln {\n  input img: 8x8x2\n  conv(3, 1x1)\n  head aux { dense(2) }\n  dense(4)\n}\n';
const tensor = { name: 'odd', shape: [2], values: new Float32Array(2) };
const weights = writeSafetensors([tensor, { ...tensor, name: 'eve' }]);
const files = {
  'net.cnn': net,
  'cln.cnn': clean,
  'wide.cnn': 'network Net {\n  input img: 28x28x192\n  conv(32, 5x5)\n}\n',
  'mod.cnn': 'module m(c) { conv(c, 1x1) }\n',
  'wts.safetensors': weights,
  'rough.cnn': 'network   R{input i:1x1x1}',
  'map.json': '{}',
  '/program/examples/cln.cnn': `// Cln: net.\n${clean}`,
};

/** Written so in every language: units, symbols of formulas, names of programs, formats and backends, marks of terminals. */
const technical = `B KiB MiB GiB ms s GFLOP NaN wasm Hout Wout Cout Kh Kw Cin PyTorch incept json onnx reference K luck course
  float fvcore timm thop bottleneck two asymmetric global Netscope torchinfo ptflops aten pytorch tool FlopCounterMode TensorFlow calflops Darknet AlexeyAB JAX
  csv markdown ${writableFormats.map(({ name }) => name).join(' ')}`;
const commands = `old new check cost explain diff sweep values advise run export import graph report fmt debug lsp mcp completion help file files path stage text csv markdown
  tree graph shapes costs view plan network name Name image`;
/** Lines whose answer names commands, choices or the form of a design. */
const usage = /^$|help|chek|^cost$|mod\.cnn$|xml|debug/;
/** Files, options, places for values, choices, and codes of diagnostics. */
const syntax = /\/read-only\/[\w.-]+|--?[A-Za-z][\w-]*(?: <[^>]*>)?|\[[a-z.-]*\]|<[^>\n]*>|"[^"\n]*"/g;

const runs: readonly (readonly [argv: string, world?: Partial<World>])[] = [
  ['--help'],
  ['help run'],
  ['check --help'],
  ['cost --help'],
  ['explain --help'],
  ['run --help'],
  ['export --help'],
  ['diff --help'],
  ['sweep --help'],
  ['advise --help'],
  ['fmt --help'],
  ['debug --help'],
  ['lsp --help'],
  ['mcp --help'],
  [''],
  ['chek'],
  ['cost'],
  ['cost net.cnn mod.cnn'],
  ['cost net.cnn --netwrok'],
  ['cost net.cnn -o'],
  ['cost net.cnn --format xml'],
  ['cost net.cnn --size 3x3'],
  ['cost net.cnn --sort multiplis'],
  ['cost net.cnn --sort zzz'],
  ['cost net.cnn --metrics ,'],
  ['run net.cnn --seed q'],
  ['run net.cnn --repeat 0'],
  ['run net.cnn --image p --input q'],
  ['debug tre net.cnn'],
  ['check net.cnn mod.cnn'],
  ['check net.cnn'],
  ['check cln.cnn'],
  ['check gone.cnn cln.cnn'],
  ['check cl.cnn'],
  ['cost net.cnn'],
  ['cost net.cnn --by block --metrics params,peak'],
  ['cost net.cnn --by op'],
  ['cost cln.cnn --format markdown'],
  ['cost net.cnn --network Nett'],
  ['cost net.cnn --set cl=2'],
  ['cost net.cnn --set cls'],
  ['cost net.cnn --set cls=2+'],
  ['cost net.cnn --set cls=}'],
  ['cost net.cnn --set cls=same'],
  ['cost mod.cnn'],
  ['cost cln.cnn -o /read-only/q'],
  ['explain net.cnn'],
  ['explain cln.cnn'],
  ['explain net.cnn conv_3'],
  ['explain net.cnn fst'],
  ['explain net.cnn dead'],
  ['explain cln.cnn conv_1'],
  ['explain cln.cnn conv_2'],
  ['explain cln.cnn zzzzzzz'],
  ['diff net.cnn cln.cnn'],
  ['diff cln.cnn cln.cnn --format markdown'],
  ['diff cln.cnn'],
  ['diff cln.cnn --network Cln..'],
  ['diff cln.cnn net.cnn --fail-on params>+1'],
  ['diff cln.cnn net.cnn --fail-on params>+1 --fail-on zzz>1'],
  ['diff cln.cnn net.cnn --fail-on params'],
  ['diff luck:cln.cnn cln.cnn'],
  ['sweep net.cnn cls=5..10:5 --best params'],
  ['sweep net.cnn cls=2,3 --size 8x8x2,16x16x2 --where params<0'],
  ['sweep net.cnn cls=2,3 --format svg --y +cls --best cls'],
  ['sweep net.cnn cls=2,3 --format svg --where params<0'],
  ['sweep net.cnn cls=2', { terminal: true, env: { NO_COLOR: '1' } }],
  ['sweep net.cnn'],
  ['sweep net.cnn cls'],
  ['sweep net.cnn cls=2 cls=3'],
  ['sweep net.cnn cls=2..1'],
  ['sweep net.cnn cls=}'],
  ['sweep net.cnn cls=1..1e9'],
  ['sweep net.cnn cls=1 --where cls'],
  ['sweep net.cnn cls=1 --best zzz'],
  ['sweep net.cnn --size 3x3x1,'],
  ['advise net.cnn'],
  ['advise cln.cnn --format markdown'],
  ['advise wide.cnn'],
  ['advise wide.cnn --format markdown --kind bottleneck'],
  ['advise wide.cnn --apply bottleneck:conv_1'],
  ['advise wide.cnn --apply bottleneck:conv_1 --apply two-3x3:conv_1'],
  ['advise wide.cnn --apply luck'],
  ['advise wide.cnn --dry-run'],
  ['advise wide.cnn --min-saving 5'],
  ['run cln.cnn --profile --verify --repeat 2', { tick: 0.01 }],
  ['run cln.cnn --profile', { terminal: true, env: { NO_COLOR: '1' } }],
  ['run cln.cnn --profile', { profile: 'luck', cacheFolder: '/read-only' }],
  ['run cln.cnn --profile', { cacheFolder: '/read-only' }],
  ['run cln.cnn --predict'],
  ['run cln.cnn --predict', { profile: 'luck' }],
  ['run cln.cnn --upto conv_1 --top 0'],
  ['run cln.cnn --upto con'],
  ['run cln.cnn --input wts.safetensors'],
  ['run cln.cnn --map map.json'],
  ['run net.cnn'],
  ['run mod.cnn'],
  ['export cln.cnn'],
  ['export cln.cnn', { terminal: true, env: { NO_COLOR: '1' } }],
  ['export cln.cnn --to onx'],
  ['export cln.cnn -o out.onnx'],
  ['export cln.cnn -o out.onnx --batch 0'],
  ['export net.cnn -o out.onnx'],
  ['new --help'],
  ['new --list'],
  ['new --list cln'],
  ['new cln --format json'],
  ['new'],
  ['new cl'],
  ['new zzzzzzz'],
  ['new cln -o out.cnn'],
  ['new cln -o rough.cnn'],
  ['fmt gone.cnn rough.cnn'],
];

describe('words of the command line', () => {
  for (const [line, world] of runs) {
    it(`incept ${line}`, async () => {
      const argv = line === '' ? [] : line.split(' ');
      const { stdout, stderr } = await incept(argv, { files, words: markedCliWords, ...world });
      const said = `${stdout}${stderr}`;
      const names = `odd eve ${Object.keys(files).join(' ')} ${usage.test(line) ? commands : ''}`;
      const written = `${net} ${clean} ${line} ${technical} ${names}`;
      assert.deepEqual(unmarkedWords(said.replace(syntax, ' '), written), [], said);
      assert.ok(said.includes('⟦'), said);
    });
  }
});
