/**
 * Sessions at the command line, whole: what is said on both streams, how a command ends, and what it writes. The files of
 * test/golden/cli are read before they are committed; a change of what anybody sees changes them.
 */

import { goldenParts } from '../support/golden';
import { roundProfile } from '../support/machine-profile';
import { incept, type World } from '../support/memory-host';

const files = {
  'rich.cnn': `/// Something of everything that is told.
import { side } from "./lib/side.cnn"

module block(c, act = relu) {
  conv(c, 3x1, activation = act)
  budget params <= 300
}

network Rich(width = 1, act = relu) {
  input image: 9x12x4
  stem = conv(8 * width, 3x3, stride = 2x1, norm = batchnorm, activation = act)
  maxpool(3x3, stride = 2)
  concat {
    branch { block(4) }
    branch wide { conv(4, 1x5, groups = 4) -> layernorm() }
  }
  repeat 2 {
    add {
      branch { side(8) }
      branch { }
    }
  }
  head aux from stem { globalavgpool() -> dense(2) }
  kept = relu()
  lost = conv(3, 1x1)
  from kept
  convtranspose(6, 2x2, stride = 2)
  globalavgpool()
  dense(3, activation = none)
  output classes
  expect 1x1x3
  budget multiplies <= 10K
  budget peak <= 1MiB
}
`,
  'lib/side.cnn': 'module side(c) {\n  conv(c, 3x3, dilation = 2, bias = false)\n}\n',
  'small.cnn': 'network Small(width = 1) {\n  input x: 4x4x2\n  conv(3 * width, 3x3)\n  relu()\n}\n',
  'smaller.cnn': 'network Small(width = 1) {\n  input x: 4x4x2\n  conv(3 * width, 1x1, stride = 2)\n}\n',
  'broken.cnn':
    'network Broken {\n  input x: 4x4x2\n  conv(3, 1x1, strid = 2)\n  conv(missing, 1x1)\n  cnv(2, 1x1)\n}\n',
  'warned.cnn': 'network Warned {\n  input x: 4x4x2\n  a = relu()\n  b = conv(2, 1x1)\n  from a\n  tanh()\n}\n',
  'rough.cnn': 'network Rough {\ninput x: 4x4x2\n    conv( 3,1x1 )\n}\n',
  'many.cnn': `network First {\n  input x: 4x4x2\n  relu()\n}\nnetwork Second {\n  input x: 4x4x2\n  conv(2, 1x1)\n}\n`,
  'modules.cnn': 'module m(c) {\n  conv(c, 1x1)\n}\n',
  'sided.cnn': 'import { side } from "./lib/side.cnn"\nnetwork Sided {\n  input x: 4x4x2\n  side(3)\n}\n',
  'wide.cnn': 'network Wide {\n  input x: 16x16x64\n  conv(64, 5x5)\n  conv(64, 3x3)\n  flatten()\n  dense(10)\n}\n',
};

const { measuredAt: _, ...unmeasured } = roundProfile();

/** Lines that are typed one after the other, each in the same folder as it was at first. */
const sessions: Readonly<Record<string, readonly (string | readonly [line: string, world: World])[]>> = {
  check: [
    'check rich.cnn',
    'check broken.cnn',
    ['check broken.cnn', { terminal: true }],
    'check warned.cnn',
    'check small.cnn',
    ['check small.cnn', { terminal: true }],
    'check small.cnn broken.cnn absent.cnn',
    'check lib',
    'check .',
    'check rich.cnn --target caffe',
    'check broken.cnn --format json',
    'check broken.cnn warned.cnn --format github',
    'check broken.cnn warned.cnn --format sarif',
    ['check crlf.cnn', { files: { 'crlf.cnn': 'network N {\r\n  input x: 4x4x1\r\n\tcnv(2, 1x1)\r\n}\r\n' } }],
    [
      'check long.cnn',
      { files: { 'long.cnn': `network N { input x: 4x4x1 ${'relu() '.repeat(30)}cnv(2) ${'tanh() '.repeat(40)}}\n` } },
    ],
    [
      'check wide-letters.cnn',
      { files: { 'wide-letters.cnn': 'network N { input x: 4x4x1 conv(2, 1x1, label = "宽度", no = 1) }\n' } },
    ],
    ['check -', { stdin: 'network N {\n  input x: 4x4x1\n  relu(\n}\n' }],
    ['--lang zh-CN check broken.cnn warned.cnn', {}],
    'check many.cnn --network Third',
    'check small.cnn --set width=0.3 --size 8x8x3',
    'check small.cnn --set width=0.3 -o out.txt',
  ],
  cost: [
    'cost rich.cnn',
    ['cost rich.cnn', { terminal: true }],
    'cost rich.cnn --by block',
    'cost rich.cnn --by op',
    'cost rich.cnn --sort params --metrics params,weights,activations,flops --batch 2 --precision weights=int8,activations=float16',
    'cost rich.cnn --by block --format csv',
    'cost rich.cnn --format markdown',
    'cost rich.cnn --size 18x24x4 --by block --sort multiplies',
    'cost broken.cnn',
    'cost sided.cnn --format json',
    ['cost small.cnn', { memory: 100 }],
    ['cost small.cnn --by op', { memory: 1e6 }],
    'cost many.cnn --network First',
    'cost modules.cnn',
  ],
  explain: [
    'explain rich.cnn',
    'explain rich.cnn stem',
    ['explain rich.cnn stem', { terminal: true }],
    'explain rich.cnn maxpool_1',
    'explain rich.cnn concat_1',
    'explain rich.cnn concat_1/block_1/conv_1',
    'explain rich.cnn repeat_1',
    'explain rich.cnn aux/dense_1',
    'explain rich.cnn lost',
    'explain rich.cnn convtranspose_1',
    'explain rich.cnn dense_1',
    'explain broken.cnn conv_2',
    'explain rich.cnn stem --format json',
    'explain rich.cnn stm',
  ],
  diff: [
    'diff small.cnn smaller.cnn',
    ['diff small.cnn smaller.cnn', { terminal: true }],
    'diff small.cnn small.cnn',
    'diff small.cnn smaller.cnn --format markdown',
    'diff small.cnn smaller.cnn --format json',
    'diff many.cnn --network First..Second',
    'diff small.cnn broken.cnn',
    'diff small.cnn smaller.cnn --fail-on params<+10%',
    'diff small.cnn broken.cnn --fail-on params>3',
    'diff small.cnn smaller.cnn --fail-on params!=9 --fail-on params==9 --fail-on multiplies>=24 --fail-on peak<+0%',
    'diff small.cnn smaller.cnn --fail-on colour<3',
    'diff small.cnn smaller.cnn --fail-on prams<3',
    'diff small.cnn',
  ],
  sweep: [
    'sweep small.cnn width=1,2,0.3',
    ['sweep small.cnn width=1,2', { terminal: true }],
    'sweep small.cnn width=1,2 --size 4x4x2,8x8x2 --best=-multiplies --where params<=100',
    'sweep small.cnn width=1..3 --x width --y=+peak --format csv',
    'sweep small.cnn width=1,2 --x weights --y peak --format svg',
    'sweep small.cnn width=1,2 --best params --format json',
    'sweep small.cnn width=4 --where params<=10',
    'sweep small.cnn width=0.3',
    'sweep small.cnn wdth=1',
    'sweep small.cnn width=3..1',
    'sweep small.cnn width=1 --x colour',
    'sweep small.cnn width=1 --where colour<3',
    'sweep small.cnn width=1 --set width=2',
    'sweep small.cnn width=1 --size 8xwx3',
    ['sweep sided.cnn --size 4x4x2,8x8x2 --best params', {}],
    'sweep small.cnn width=1..200000',
    'sweep small.cnn',
    'sweep small.cnn width',
    'sweep small.cnn width=1 --size 4x4x2,,8x8x2',
  ],
  advise: [
    'advise wide.cnn',
    ['advise wide.cnn', { terminal: true }],
    'advise wide.cnn --format markdown',
    'advise small.cnn --format markdown',
    'advise wide.cnn --min-saving 50% --kind two-3x3',
    'advise wide.cnn --apply two-3x3:conv_1 --dry-run',
    'advise wide.cnn --apply two-3x3:conv_1 --apply separable:conv_2',
    'advise rich.cnn',
    'advise wide.cnn --min-saving 12.34% --format json --kind asymmetric',
    'advise wide.cnn --min-saving 12',
    'advise wide.cnn --min-saving 101%',
    'advise wide.cnn --apply groups:conv_1 --format json -o applied.json',
    ['advise - --apply two-3x3:conv_1', { stdin: 'network N {\n  input x: 8x8x8\n  repeat 2 { conv(8, 5x5) }\n}\n' }],
    ['advise - --apply asymmetric:conv_1 -o new.cnn', { stdin: 'network N {\n  input x: 8x8x8\n  conv(8, 5x5)\n}\n' }],
    [
      'advise -',
      { stdin: 'network N {\n  input x: 32x32x7\n  repeat 2 { conv(30, 5x5) }\n  maxpool(2x2)\n  conv(8, 1x1)\n}\n' },
    ],
    'advise wide.cnn --apply two-3x3:conv_7',
    'advise wide.cnn --apply two-3x3:conv_1 --apply two-3x3:conv_1',
    'advise broken.cnn',
  ],
  run: [
    'run small.cnn --backend reference --top 2',
    ['run small.cnn --backend reference --verify', { terminal: true, tick: 3 }],
    ['run rich.cnn --backend reference --profile --top 1', { tick: 20 }],
    ['run rich.cnn --backend reference --repeat 3 --verify --top 0 --precision int8', { tick: 7000 }],
    'run rich.cnn --predict',
    ['run rich.cnn --backend reference --calibrate --profile --top 1', { tick: 1 }],
    'run rich.cnn --backend reference --upto stem --top 0',
    'run broken.cnn',
    'export small.cnn -o w.safetensors --seed 3 && run small.cnn --weights w.safetensors --backend reference --values out.safetensors',
    ['run small.cnn --backend reference --labels one.txt', { files: { 'one.txt': 'cat\n' } }],
    ['run small.cnn --backend reference --labels three.txt --top 1', { files: { 'three.txt': 'cat\ndog\nelk\n' } }],
    ['run small.cnn --predict', { profile: unmeasured }],
    ['run small.cnn --predict', { profile: 'no clock' }],
    ['run small.cnn --profile --verify', { tick: 1 }],
    ['run small.cnn', { interrupt: true }],
    'run small.cnn --upto nowhere',
    'run small.cnn --map map.json',
    'run small.cnn --image absent.png',
    'run small.cnn --weights absent.safetensors',
  ],
  fmt: [
    'fmt rough.cnn',
    'fmt --check rough.cnn small.cnn',
    'fmt small.cnn',
    ['fmt -', { stdin: files['rough.cnn'] }],
    'fmt absent.cnn',
    'fmt absent.cnn rough.cnn nul.cnn',
    ['fmt nul.cnn', { files: { 'nul.cnn': 'network N {\0}\n' } }],
    ['fmt bytes.cnn', { files: { 'bytes.cnn': new Uint8Array([110, 255, 10]) } }],
  ],
  graph: [
    'graph small.cnn',
    'graph rich.cnn --format mermaid --depth 1',
    'graph small.cnn --format json',
    'graph small.cnn --format dot --theme dark',
    'graph small.cnn -o small.png',
    'graph small.cnn -o small.xyz',
    'graph small.cnn --depth 1 --format dot',
    'graph rich.cnn -o rich.svg --theme dark --columns 1',
    ['graph rich.cnn -o rich.svg', { noLayouts: true }],
  ],
  export: [
    'export small.cnn --to csv',
    'export rich.cnn -o table.md',
    'export small.cnn --to caffe -o nets',
    'export small.cnn --to pytorch',
    'export small.cnn --to tensorflow',
    'export small.cnn -o small.xyz',
    'export small.cnn',
    'export broken.cnn --to onnx',
    ['export small.cnn --to onnx', { terminal: true }],
    'export small.cnn --to safetensors -o small.safetensors',
    'export small.cnn --to json --batch 2',
  ],
  'the rest': [
    'debug tree absent.cnn',
    'debug forest small.cnn',
    'debug tree broken.cnn',
    'debug shapes broken.cnn',
    'completion bash',
    'completion zsh',
    'completion fish',
    'completion powershell',
    'completion zsh --at 3 -- cost small.cnn --precision ',
    'completion bash --at 4 -- cost small.cnn --set = w',
    'import net.txt',
    'import w.safetensors',
    'frobnicate small.cnn',
    'cots small.cnn',
    '',
    'help cost extra',
    'cost',
    'cost small.cnn smaller.cnn',
    'cost small.cnn --by layr',
    'cost small.cnn --frmat json',
    'cost small.cnn --set width',
    'cost small.cnn --set width=wide --set width=1',
    'cost small.cnn --set wdth=1',
    'cost small.cnn --size 8x8',
    'cost small.cnn --precision float17',
    'cost small.cnn --batch 0',
    'cost small.cnn -o /read-only/out.txt',
    'cost small.cnn -o out.csv --format csv',
    'completion tcsh',
    '--lang fr cost small.cnn',
    '--version',
  ],
};

/** What is of no interest here, or stands in other tests. */
const isElided = (path: string): boolean => path.endsWith('.svg') || path.startsWith('/cache/');

/** As a terminal would have it that shows what steers it. */
const seen = (text: string): string => text.replaceAll('\u001b', '␛').replaceAll('\r', '␍');

async function transcript(line: string, world: World): Promise<string> {
  const before: Record<string, string | Uint8Array> = { ...files, ...world.files };
  let text = '';
  for (const command of line.split(' && ')) {
    const argv = command === '' ? [] : command.split(' ');
    const { code, stdout, stderr, stdoutBytes, files: after } = await incept(argv, { ...world, files: before });
    const said = [
      `$ incept ${command}${world.terminal ? ' # in a terminal' : ''}`,
      stdout,
      stdoutBytes === undefined ? '' : `(${stdoutBytes.length} bytes)`,
      stderr.replace(/^(?=.)/gm, '! '),
    ];
    for (const [path, content] of after) {
      const name = path.replace('/work-folder/', '');
      if (before[name] === content) continue;
      before[name] = content;
      said.push(
        `--- writes ${path}`,
        typeof content !== 'string' ? `(${content.length} bytes)` : isElided(path) ? '' : content,
      );
    }
    if (code !== 0) said.push(`--- ends with ${code}`);
    text += said.map((part) => (part === '' || part.endsWith('\n') ? part : `${part}\n`)).join('');
  }
  return seen(text);
}

for (const [name, lines] of Object.entries(sessions)) {
  describe(`at the command line, ${name}`, () => {
    const assertPart = goldenParts(`cli/${name.replace(' ', '-')}.txt`, lines.length);
    for (const [place, one] of lines.entries()) {
      const [line, world] = typeof one === 'string' ? [one, {}] : one;
      const { files: _, profile: __, stdin: ___, ...rest } = world;
      const where = JSON.stringify(rest) === '{}' ? '' : `, where ${JSON.stringify(rest)}`;
      it(`${place + 1}. incept ${line}${where}`, async () => assertPart(place, await transcript(line, world)));
    }
  });
}
