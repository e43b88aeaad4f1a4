/**
 * Packs what is shipped: the extension as `incept-VERSION.vsix`, or the command alone as a package for npm. The same sources
 * give the same bytes, wherever and whenever that is: all is built into a folder of its own, in which no time, owner or
 * permission is the machine's.
 *
 *   node --import tsx scripts/package.ts extension|command [-o FILE|FOLDER] [--repository URL]
 *
 * `--repository`, of who publishes it, is put into the manifest, and links of the README then lead there.
 */

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { messagePages } from '../src/words/message-pages';
import { build, entryNames } from './build';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** In seconds since 1970: what npm gives the files of a package. */
const timeOfFiles = 499_162_500;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly [member: string]: unknown;
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;

/** What draws PNG on a command line is a third of all that there is, and an editor does without it. */
export const extensionEntries = entryNames.filter((name) => name !== 'rasterizer');

export const commandEntries = [
  'cli',
  'server',
  'tool-server',
  'run-worker',
  'layout-thread',
  'layout-worker',
  'webview',
  'report',
  'rasterizer',
];

interface PackOptions {
  /** Where it goes: a file for the extension, a folder that there is for the command. */
  readonly output: string;
  /** The address of the repository that it is published from. */
  readonly repository?: string | undefined;
}

/** The bundles in production form, and files of the project beside them. Gives what `pack` gives. */
async function staged<T>(
  names: readonly string[],
  files: readonly string[],
  pack: (stage: string) => T | Promise<T>,
): Promise<T> {
  const stage = mkdtempSync(join(tmpdir(), 'incept-package-'));
  try {
    const { failed, missing } = await build(names, { production: true, watch: false, into: stage });
    if (failed.length + missing.length > 0) throw new Error('not everything could be built');
    for (const file of files) cpSync(join(root, file), join(stage, file));
    for (const entry of readdirSync(stage, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) chmodSync(path, path === join(stage, 'dist', 'cli.js') ? 0o755 : 0o644);
    }
    return await pack(stage);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function writeManifest(stage: string, members: object, { repository }: PackOptions): void {
  const published = repository === undefined ? {} : { repository: { type: 'git', url: `${repository}.git` } };
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify({ ...members, ...published }, null, 2)}\n`);
}

function run(program: string, args: readonly string[], cwd: string): string {
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(timeOfFiles), TZ: 'UTC' };
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, ...args], {
    cwd,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw error ?? new Error(`${stdout}${stderr}`);
  return stdout;
}

/** The files that `.vscodeignore` lets through, but for the bundles. */
function filesOfExtension(): readonly string[] {
  const listed = run(vsce, ['ls', '--no-dependencies'], root).split(/\r?\n/);
  return [...listed.filter((file) => file !== '' && !file.startsWith('dist/')), '.vscodeignore'];
}

const vsce = join(root, 'node_modules/@vscode/vsce/vsce');

/**
 * The README as galleries and the page of an extension show it. Those know no pictures for a dark page, whose addresses nothing
 * completes; and pictures, which stay in the repository, have no address where that has none.
 */
export function galleryReadme(text: string, repository: string | undefined): string {
  const pictures = /<picture>\s*(?:<source[^>]*>\s*)*(<img[^>]*>)\s*<\/picture>\n*/g;
  return text.replace(pictures, repository === undefined ? '' : '$1\n\n');
}

/** Writes the .vsix. */
export function packExtension(options: PackOptions): Promise<void> {
  return staged(extensionEntries, filesOfExtension(), (stage) => {
    const readme = join(stage, 'README.md');
    writeFileSync(readme, galleryReadme(readFileSync(readme, 'utf8'), options.repository));
    const { scripts, devDependencies, private: isPrivate, ...members } = manifest;
    writeManifest(stage, members, options);
    const links = options.repository === undefined ? ['--allow-missing-repository', '--no-rewrite-relative-links'] : [];
    mkdirSync(dirname(options.output), { recursive: true });
    run(vsce, ['package', '--no-dependencies', ...links, '-o', options.output], stage);
  });
}

/** Writes `incept-VERSION.tgz`. Gives its path. */
export function packCommand(options: PackOptions): Promise<string> {
  const examples = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.cnn'));
  const files = [
    'LICENSE',
    ...Object.values(messagePages),
    'man/incept.1',
    'schemas/outputs.json',
    ...examples.map((name) => `examples/${name}`),
  ];
  return staged(commandEntries, files, (stage) => {
    cpSync(join(root, 'docs/npm.md'), join(stage, 'README.md'));
    const { name, version, license, keywords, bin } = manifest;
    const engines = { node: (manifest.engines as { node: string }).node };
    const { description } = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as { description: string };
    // A program, and nothing to import.
    writeManifest(
      stage,
      {
        name,
        version,
        description,
        license,
        keywords,
        type: 'commonjs',
        bin,
        man: ['man/incept.1'],
        exports: {},
        engines,
        // The last two are an editor's.
        files: ['dist', 'docs', 'examples', 'man', 'schemas', '!dist/tool-worker.js', '!dist/webview/main.css'],
      },
      options,
    );
    mkdirSync(options.output, { recursive: true });
    run(npm(), ['pack', '--silent', '--ignore-scripts', '--pack-destination', options.output], stage);
    return join(options.output, `${name}-${version}.tgz`);
  });
}

/** The program of npm, as a file that Node runs on any system. */
function npm(): string {
  const { npm_execpath: own = '' } = process.env;
  if (/npm-cli\.js$/.test(own)) return own;
  const folder = dirname(process.execPath);
  const places = [join(folder, 'node_modules/npm'), join(folder, '../lib/node_modules/npm')];
  const found = places.map((place) => join(place, 'bin/npm-cli.js')).find((path) => existsSync(path));
  if (found === undefined) throw new Error('there is no npm beside Node: start this by npm run');
  return found;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { output: { type: 'string', short: 'o' }, repository: { type: 'string' } },
  });
  const { repository } = values;
  const [what] = positionals;
  if (what === 'extension') {
    const output = resolve(values.output ?? join(root, `${manifest.name}-${manifest.version}.vsix`));
    await packExtension({ output, repository });
    console.log(`package: ${output}`);
  } else if (what === 'command') {
    console.log(`package: ${await packCommand({ output: resolve(values.output ?? join(root, 'out')), repository })}`);
  } else {
    throw new Error('what is to be packed: extension or command');
  }
}

if (process.argv[1] !== undefined && relative(process.argv[1], fileURLToPath(import.meta.url)) === '') {
  main().catch((problem: unknown) => {
    console.error(`package: ${problem instanceof Error ? problem.message : String(problem)}`);
    process.exitCode = 1;
  });
}
