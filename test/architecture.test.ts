/**
 * The rules of ARCHITECTURE.md that a machine can check: who imports whom, what each file must have and must not have.
 * What the layers do is left to their own tests.
 */

import * as assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codes } from '../src/base/codes';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

interface Room {
  /** The folders it may import from, besides itself. */
  readonly rooms: readonly string[];
  /** The packages it may import; a name that ends with `/` allows a whole scope of names. */
  readonly packages?: readonly string[];
  /** Pure rooms read no clock, no disk, no network and no randomness. */
  readonly pure: boolean;
}

/** From the text to what can be said about it. */
const core = ['words', 'base', 'syntax', 'ops', 'graph', 'analysis', 'advice'];

/** Who may import whom. A room that is missing here may not exist. */
const rooms: Readonly<Record<string, Room>> = {
  words: { pure: true, rooms: [] },
  base: { pure: true, rooms: ['words'] },
  syntax: { pure: true, rooms: ['words', 'base'] },
  ops: { pure: true, rooms: ['words', 'base'] },
  graph: { pure: true, rooms: ['words', 'base', 'syntax', 'ops'] },
  analysis: { pure: true, rooms: ['base', 'syntax', 'ops', 'graph'] },
  advice: { pure: true, rooms: ['words', 'base', 'ops', 'graph', 'analysis'] },
  ide: { pure: true, rooms: core },
  view: { pure: true, rooms: ['words', 'base', 'ops', 'graph', 'analysis'], packages: ['@noble/hashes'] },
  plan: { pure: true, rooms: ['base', 'ops', 'graph', 'analysis'] },
  runtime: { pure: true, rooms: ['base', 'plan'], packages: ['fast-png', 'jpeg-js', 'fflate'] },
  interop: {
    pure: true,
    rooms: ['base', 'syntax', 'ops', 'graph', 'analysis', 'advice'],
    packages: ['@bufbuild/protobuf', 'fflate'],
  },
  workspace: { pure: true, rooms: ['words', 'base', 'syntax', 'ops', 'graph', 'analysis'], packages: ['vscode-uri'] },
  protocol: { pure: true, rooms: ['base', 'ops', 'analysis', 'advice', 'view', 'plan', 'runtime', 'workspace'] },
  session: {
    pure: true,
    rooms: [...core, 'ide', 'view', 'plan', 'runtime', 'interop', 'workspace', 'protocol'],
    packages: ['fflate'],
  },
  course: { pure: true, rooms: ['base', 'syntax', 'ops', 'graph', 'analysis', 'plan', 'runtime'] },
  server: {
    pure: false,
    rooms: ['words', 'base', 'syntax', 'ide', 'runtime', 'workspace', 'protocol', 'session'],
    packages: ['vscode-languageserver'],
  },
  cli: {
    pure: false,
    rooms: [...core, 'view', 'plan', 'runtime', 'interop', 'workspace', 'protocol', 'session'],
    packages: ['commander', '@modelcontextprotocol/sdk', '@resvg/resvg-wasm', '@expo-google-fonts/inter'],
  },
  extension: {
    pure: false,
    rooms: ['words', 'base', 'view', 'workspace', 'protocol', 'session'],
    packages: ['vscode', 'vscode-languageclient'],
  },
  webview: {
    pure: false,
    rooms: ['words', 'base', 'syntax', 'advice', 'view', 'runtime', 'protocol', 'course'],
    packages: ['elkjs', 'monaco-editor', '@vscode/webview-ui-toolkit'],
  },
  playground: {
    pure: false,
    rooms: ['words', 'base', 'syntax', 'ide', 'workspace', 'protocol', 'session', 'server', 'webview'],
    packages: ['monaco-editor', '@codemirror', 'fflate', 'vscode-jsonrpc', 'vscode-languageserver-protocol'],
  },
};

/** Node's own modules may be imported in these places only. */
const isNodePlace = (path: string) =>
  path.startsWith('src/cli/') ||
  // The language client's library is a bundle of its own, which only the extension's entry for Node loads.
  path === 'src/extension/language-client.ts' ||
  /\/node-[^/]+\.ts$/.test(path);

/** The ends of pure rooms: where the clock and the globals of a platform are taken from. */
const isEdge = (path: string) => isNodePlace(path) || /\/web-[^/]+\.ts$/.test(path);

const mostLines = 800;

function filesUnder(folder: string): string[] {
  const start = join(root, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Folders beside `src` that are rooms of their own: what has a DOM. */
const pages = ['webview', 'playground'];

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const isTypeScript = (path: string) => extname(path) === '.ts';

const shipped = ['src', ...pages].flatMap(filesUnder).filter(isTypeScript);
const written = [
  ...shipped,
  ...[...filesUnder('test'), ...filesUnder('scripts')].filter((path) => /\.[mc]?[tj]s$/.test(path)),
];
const texts = [
  ...written,
  ...['docs', 'examples', 'playground', 'syntaxes', 'walkthrough', 'test/fixtures', '.ci', '.vscode'].flatMap(
    filesUnder,
  ),
  ...readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name),
].filter((path) => /(\.(ts|mjs|mts|js|json|md|cnn|css|html|svg)|\/run|ignore|\.npmrc)$/.test(path));

/** The text without comments and with the insides of strings kept, which is enough to look for words of code. */
function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_, s) => s ?? '',
  );
}

function withoutStrings(text: string): string {
  return withoutComments(text).replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, "''");
}

const importForms = [
  /^(?:import|export)\s+(?:[^'";]*?\sfrom\s+)?['"]([^'"\n]+)['"]/gm,
  /\b(?:import|require)\s*\(\s*['"]([^'"\n]+)['"]/g,
];

function importsOf(path: string): string[] {
  const text = withoutComments(read(path));
  return importForms.flatMap((form) => [...text.matchAll(form)].map((match) => match[1] ?? ''));
}

/** The file of ours that a relative import means; undefined for anything else. */
function fileOf(path: string, name: string): string | undefined {
  if (!name.startsWith('.')) return undefined;
  const target = relative(root, join(root, dirname(path), name))
    .split(sep)
    .join('/');
  return [`${target}.ts`, `${target}/index.ts`, target].find((file) => shipped.includes(file));
}

/** Groups of files each of which leads to every other (Tarjan). */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const open: string[] = [];
  const visit = (file: string): number => {
    const own = order.size;
    order.set(file, own);
    open.push(file);
    let lowest = own;
    for (const next of imports.get(file) ?? []) {
      if (!order.has(next)) lowest = Math.min(lowest, visit(next));
      else if (open.includes(next)) lowest = Math.min(lowest, order.get(next) ?? own);
    }
    if (lowest === own) {
      const group = open.splice(open.indexOf(file));
      if (group.length > 1) found.push(group.sort());
    }
    return lowest;
  };
  for (const file of imports.keys()) if (!order.has(file)) visit(file);
  return found;
}

function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return pages.includes(first) ? first : second;
}

/** Why this file may not import this name, or undefined when it may. */
function objection(path: string, name: string): string | undefined {
  const room = rooms[roomOf(path)];
  if (room === undefined) return 'its folder is not in the table';
  if (name.startsWith('.')) {
    const target = relative(root, join(root, dirname(path), name))
      .split(sep)
      .join('/');
    const other = roomOf(target);
    if (target === 'package.json' && roomOf(path) === 'cli') return undefined;
    if (!['src', ...pages].includes(target.split('/')[0] ?? '')) return 'it is outside of src and the pages';
    return other === roomOf(path) || room.rooms.includes(other) ? undefined : `${roomOf(path)} may not know ${other}`;
  }
  const bare = name.replace(/^node:/, '');
  if (name.startsWith('node:') || builtinModules.includes(bare)) {
    return isNodePlace(path) ? undefined : 'Node is not for this file';
  }
  if (name.endsWith('/node') && !isNodePlace(path)) return 'Node is not for this file';
  const allowed = (room.packages ?? []).some((known) => name === known || name.startsWith(`${known}/`));
  return allowed ? undefined : `${roomOf(path)} may not use the package ${name}`;
}

/** Fails with every finding on a line of its own. */
function none(findings: readonly string[], rule: string): void {
  assert.equal(findings.length, 0, `${rule}:\n  ${findings.join('\n  ')}`);
}

describe('architecture', () => {
  it('looks at the whole project', () => {
    assert.ok(shipped.length > 50, `only ${shipped.length} files found`);
    assert.ok(texts.includes('package.json') && texts.includes('.ci/run'));
  });

  it('lets a folder import only what the table allows', () => {
    const findings = shipped.flatMap((path) =>
      importsOf(path).flatMap((name) => {
        const why = objection(path, name);
        return why === undefined ? [] : [`${path} imports ${name}: ${why}`];
      }),
    );
    none(findings, 'imports against the table');
  });

  it('has a table without circles', () => {
    const order = Object.keys(rooms);
    for (const [name, room] of Object.entries(rooms)) {
      for (const other of room.rooms) assert.ok(order.indexOf(other) < order.indexOf(name), `${name} imports ${other}`);
    }
  });

  it('has no room or package in the table that is not used', () => {
    for (const [name, room] of Object.entries(rooms)) {
      const own = shipped.filter((path) => roomOf(path) === name);
      const files = new Set(own.flatMap((path) => importsOf(path).flatMap((target) => fileOf(path, target) ?? [])));
      const used = new Set([...files].map(roomOf));
      const packages = own.flatMap(importsOf);
      none(
        [
          ...room.rooms.filter((other) => !used.has(other)),
          ...(room.packages ?? []).filter(
            (known) => !packages.some((at) => at === known || at.startsWith(`${known}/`)),
          ),
        ],
        `${name} does not use`,
      );
    }
  });

  it('has no circles between files, types included', () => {
    const imports = new Map(
      shipped.map((path) => [path, importsOf(path).flatMap((name) => fileOf(path, name) ?? [])] as const),
    );
    none(
      circlesIn(imports).map((files) => files.join(' ')),
      'circles',
    );
    assert.deepEqual(
      circlesIn(new Map([['a', ['b', 'd']], ['b', ['c']], ['c', ['a']], ['d', []]])), // biome-ignore format: a graph
      [['a', 'b', 'c']],
    );
  });

  it('compiles pure rooms with no types of a platform', () => {
    const { include } = JSON.parse(read('tsconfig.pure.json')) as { include: string[] };
    const pure = Object.keys(rooms).filter((name) => rooms[name]?.pure === true);
    assert.deepEqual(include.slice().sort(), ['src/pure-globals.d.ts', ...pure.map((name) => `src/${name}`)].sort());
  });

  it('sees a forbidden import', () => {
    assert.match(objection('src/syntax/lexer.ts', '../ops/registry') ?? '', /may not know ops/);
    assert.match(objection('src/ide/hover.ts', '../view/model') ?? '', /may not know view/);
    assert.match(objection('src/runtime/run.ts', '../graph/graph') ?? '', /may not know graph/);
    assert.match(objection('src/graph/expand.ts', 'node:fs') ?? '', /Node is not/);
    assert.match(objection('src/extension/commands.ts', 'node:path') ?? '', /Node is not/);
    assert.match(objection('src/extension/commands.ts', 'vscode-languageclient/node') ?? '', /Node is not/);
    assert.match(objection('src/server/create-server.ts', 'vscode') ?? '', /package vscode/);
    assert.equal(objection('src/runtime/node-worker.ts', 'node:worker_threads'), undefined);
    assert.match(objection('src/runtime/web-worker.ts', 'node:worker_threads') ?? '', /Node is not/);
  });

  it('reads no clock, disk or randomness in pure folders', () => {
    const impure =
      /\b(Math\.random|Date\.now|new Date\b|performance\.|process\.|console\.|fetch\(|setTimeout|setInterval|setImmediate|localStorage)/;
    const findings = shipped
      .filter((path) => rooms[roomOf(path)]?.pure === true && !isEdge(path))
      .flatMap((path) => {
        const found = impure.exec(withoutStrings(read(path)));
        return found === null ? [] : [`${path}: ${found[1]}`];
      });
    none(findings, 'pure folders that are not');
  });

  it('opens every file with a comment that says what it is for', () => {
    const opening = /^(#!.*\n)?\/\*\*[\s\S]{20,}?\*\//;
    none(
      written.filter((path) => !opening.test(read(path))),
      'files without an opening comment',
    );
  });

  it('keeps files short', () => {
    const long = written.filter((path) => lineCount(path) > mostLines);
    none(
      long.map((path) => `${path}: ${lineCount(path)} lines`),
      `files over ${mostLines} lines`,
    );
  });

  it('names files by their concept, in kebab case', () => {
    const odd = written.filter((path) => {
      const name = path.split('/').at(-1) ?? '';
      return (
        !/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.[mc]?[tj]s$/.test(name) || /^(utils?|helpers?|common)\./.test(name)
      );
    });
    none(odd, 'names');
  });

  it('gives no two exported types one name', () => {
    // A foreign format has words of its own, which are those of its documentation.
    const files = shipped.filter((path) => roomOf(path) !== 'interop');
    const types = files.flatMap((path) =>
      [...read(path).matchAll(/^export (?:abstract )?(?:type|interface|class) (\w+)/gm)].map((match) => match[1] ?? ''),
    );
    assert.ok(types.length > 500, `only ${types.length} types found`);
    none([...new Set(types.filter((name, index) => types.indexOf(name) !== index))], 'names of several types');
  });

  it('leaves nothing to do, to skip or to run alone', () => {
    const open = new RegExp(`\\b(${['TO', 'FIX'].map((word, i) => word + ['DO', 'ME'][i]).join('|')})\\b`);
    const alone = /\b(describe|context|it|specify|test)\.(only|skip)\b|(?<!\.)\b(xit|xdescribe|fit|fdescribe)\(/;
    none(
      texts.filter((path) => open.test(read(path))),
      'unfinished',
    );
    none(
      filesUnder('test').filter((path) => path.endsWith('.ts') && alone.test(withoutStrings(read(path)))),
      'tests that skip or run alone',
    );
  });

  it('names no machine and no registry', () => {
    // Put together from parts, so that this file does not find itself.
    const places = ['work', 'root', 'home', 'Users'].map((name) => `(?<![\\w.:/}])/${name}/`);
    const hosts = ['npm', 'yarn'].map((name) => `registry\\.${name}`).concat('\\.\\./shared/');
    const pattern = new RegExp([...places, ...hosts].join('|'));
    const findings = texts.flatMap((path) => {
      const found = pattern.exec(read(path));
      return found === null ? [] : [`${path}: ${found[0]}`];
    });
    none(findings, 'machine paths and registries');
    assert.doesNotMatch(read('package-lock.json'), /"resolved": "http/);
  });

  it('documents and tests every diagnostic', () => {
    const documentation = existsSync(join(root, 'docs/diagnostics.md')) ? read('docs/diagnostics.md') : '';
    const tests = [...filesUnder('test/fixtures'), ...filesUnder('test').filter((path) => path.endsWith('.test.ts'))]
      .filter((path) => /\.(cnn|ts)$/.test(path) && path !== 'test/architecture.test.ts')
      .map(read)
      .join('\n');
    const mentions = (text: string, code: string) => new RegExp(`${code.replace('.', '\\.')}(?![\\w-])`).test(text);
    none(
      codes.filter((code) => !mentions(documentation, code)),
      'diagnostics that docs/diagnostics.md does not explain',
    );
    none(
      codes.filter((code) => !mentions(tests, code)),
      'diagnostics that no test mentions',
    );
  });

  after(() => {
    const names = [
      ...Object.keys(rooms)
        .filter((name) => !pages.includes(name))
        .map((name) => `src/${name}`),
      ...pages,
      'test',
      'scripts',
    ];
    const counts = names.map((folder) => {
      const lines = written
        .filter((path) => path.startsWith(`${folder}/`))
        .reduce((sum, path) => sum + lineCount(path), 0);
      return `${folder} ${lines}`;
    });
    console.log(`      lines: ${counts.join(', ')}`);
  });
});

function lineCount(path: string): number {
  return read(path).split('\n').length - 1;
}
