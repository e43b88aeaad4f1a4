/**
 * Bundles everything the project ships into dist/, from one table of entry points. An entry whose source file does not
 * exist is named and makes the build fail, after the others have been built.
 *
 *   node --import tsx scripts/build.ts [--only NAME]... [--production] [--watch]
 *
 * Type checking is left to `tsc`; what is shipped is packed by package.ts.
 */

import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { notices, packageFolders } from './notices';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

interface Entry {
  readonly name: string;
  readonly source: string;
  readonly out: string;
  /** Where the bundle runs: it decides the module format and which names stay imports. */
  readonly place: 'extension host' | 'web extension host' | 'node' | 'program' | 'page' | 'page worker';
  /** Further sources of a program, by the name of the bundle that they become beside it. They have its parts in common. */
  readonly beside?: Readonly<Record<string, string>>;
  /** Packages that nothing else needs: what is not shipped is built without it until `npm ci` has brought them. */
  readonly packages?: readonly string[];
}

const entries: readonly Entry[] = [
  { name: 'extension', source: 'src/extension/node-main.ts', out: 'dist/extension.js', place: 'extension host' },
  {
    name: 'language-client',
    source: 'src/extension/language-client.ts',
    out: 'dist/language-client.js',
    place: 'extension host',
  },
  { name: 'server', source: 'src/server/node-main.ts', out: 'dist/server.js', place: 'node' },
  {
    name: 'cli',
    source: 'src/cli/node-main.ts',
    out: 'dist/cli.js',
    place: 'program',
    beside: { 'tool-worker': 'src/cli/node-tool-worker.ts', 'sweep-thread': 'src/cli/sweep-thread.ts' },
  },
  { name: 'tool-server', source: 'src/cli/tool-server.ts', out: 'dist/tool-server.js', place: 'node' },
  { name: 'run-worker', source: 'src/runtime/node-worker.ts', out: 'dist/run-worker.js', place: 'node' },
  { name: 'model-worker', source: 'src/session/node-model-worker.ts', out: 'dist/model-worker.js', place: 'node' },
  { name: 'layout-thread', source: 'src/cli/layout-thread.ts', out: 'dist/layout-thread.js', place: 'node' },
  {
    name: 'rasterizer',
    source: 'src/cli/rasterizer.ts',
    out: 'dist/rasterizer.js',
    place: 'node',
    packages: ['@resvg/resvg-wasm', '@expo-google-fonts/inter'],
  },
  {
    name: 'web-extension',
    source: 'src/extension/web-main.ts',
    out: 'dist/web/extension.js',
    place: 'web extension host',
  },
  { name: 'web-server', source: 'src/server/web-main.ts', out: 'dist/web/server.js', place: 'page worker' },
  { name: 'web-run-worker', source: 'src/runtime/web-worker.ts', out: 'dist/web/run-worker.js', place: 'page worker' },
  {
    name: 'web-model-worker',
    source: 'src/session/web-model-worker.ts',
    out: 'dist/web/model-worker.js',
    place: 'page worker',
  },
  { name: 'webview', source: 'webview/main.ts', out: 'dist/webview/main.js', place: 'page' },
  { name: 'report', source: 'webview/report-page.css', out: 'dist/webview/report.css', place: 'page' },
  { name: 'course', source: 'webview/course/main.ts', out: 'dist/webview/course.js', place: 'page' },
  { name: 'inspector', source: 'webview/inspector/main.ts', out: 'dist/webview/inspector.js', place: 'page' },
  {
    name: 'layout-worker',
    source: 'webview/layout-worker.ts',
    out: 'dist/webview/layout-worker.js',
    place: 'page worker',
  },
];

export const entryNames: readonly string[] = entries.map(({ name }) => name);

interface BuildFlags {
  readonly production: boolean;
  readonly watch: boolean;
  /** The folder that gets `dist/`; the project's own without it. */
  readonly into?: string;
}

function optionsFor(entry: Entry, flags: BuildFlags): esbuild.BuildOptions {
  const inNode = entry.place === 'extension host' || entry.place === 'node' || entry.place === 'program';
  return {
    absWorkingDir: root,
    entryPoints: [entry.source],
    bundle: true,
    metafile: true,
    logLevel: 'warning',
    charset: 'utf8',
    // A page and its worker are started from text (a nonce, a Blob), where neither `import` nor `require` exists.
    format: inNode || entry.place === 'web extension host' ? 'cjs' : 'iife',
    platform: inNode ? 'node' : 'browser',
    target: inNode ? 'node20' : 'es2022',
    // It gives the page's worker a scope and requires it from beside itself.
    ...(entry.name === 'layout-thread' ? { external: ['./webview/layout-worker.js'] } : {}),
    // The extension requires its other bundle late, from beside itself, under the name that its source has too.
    ...(entry.place === 'extension host'
      ? { external: ['vscode', './language-client'], supported: { 'dynamic-import': false } }
      : {}),
    ...(entry.place === 'web extension host' ? { external: ['vscode'] } : {}),
    loader: { '.svg': 'text', '.ttf': inNode ? 'binary' : 'dataurl', '.wasm': 'binary' },
    // The layout worker is nearly all elkjs, the inspector Monaco: nobody steps through them, and half the size starts sooner.
    minify: flags.production || entry.name === 'layout-worker' || entry.name === 'inspector',
    sourcemap: flags.production ? false : 'linked',
    legalComments: flags.production ? 'linked' : 'inline',
    plugins: [report(entry, flags)],
    ...(entry.place === 'program' ? inParts(entry, flags) : { outfile: join(flags.into ?? root, entry.out) }),
  };
}

/** What the program imports late stands in files of its own, in a folder beside it that has its name; esbuild splits ECMAScript modules only. */
function inParts(entry: Entry, flags: BuildFlags): esbuild.BuildOptions {
  const name = basename(entry.out, '.js');
  return {
    entryPoints: { [name]: entry.source, ...entry.beside },
    outdir: join(flags.into ?? root, dirname(entry.out)),
    chunkNames: `${name}/[name]-[hash]`,
    splitting: true,
    format: 'esm',
    write: false,
    sourcemap: flags.production ? false : 'inline',
    legalComments: 'inline',
    plugins: [commonParts(entry, flags), report(entry, flags)],
  };
}

/** Writes the parts of a program as CommonJS, which Node starts sooner, and removes those of an earlier build. */
function commonParts(entry: Entry, flags: BuildFlags): esbuild.Plugin {
  const program = join(flags.into ?? root, entry.out);
  const folder = program.replace(/\.js$/, '');
  return {
    name: 'common-parts',
    setup(build) {
      build.onEnd(async ({ errors, outputFiles = [] }) => {
        if (errors.length > 0) return;
        mkdirSync(folder, { recursive: true });
        const old = new Set(readdirSync(folder).map((name) => join(folder, name)));
        for (const { path, text } of outputFiles) {
          const { code, map } = await esbuild.transform(text, {
            format: 'cjs',
            platform: 'node',
            target: 'node20',
            supported: { 'dynamic-import': false },
            charset: 'utf8',
            minify: flags.production,
            legalComments: 'inline',
            ...(path === program ? { banner: '#!/usr/bin/env node' } : {}),
            sourcemap: flags.production ? false : 'external',
            sourcefile: path,
          });
          const mapPath = `${path}.map`;
          writeFileSync(path, flags.production ? code : `${code}//# sourceMappingURL=${basename(mapPath)}\n`);
          old.delete(path);
          if (flags.production) continue;
          writeFileSync(mapPath, map);
          old.delete(mapPath);
        }
        for (const path of old) rmSync(path);
      });
    },
  };
}

/** Prints one line per finished bundle, and makes a program executable. */
function report(entry: Entry, flags: BuildFlags): esbuild.Plugin {
  return {
    name: 'report',
    setup(build) {
      let startedAt = 0;
      build.onStart(() => {
        startedAt = performance.now();
      });
      build.onEnd((result) => {
        if (result.errors.length > 0) return;
        if (entry.place === 'program') chmodSync(join(flags.into ?? root, entry.out), 0o755);
        const outputs = Object.keys(result.metafile?.outputs ?? {}).filter((path) => /\.(js|css)$/.test(path));
        const sizeOf = (path: string): number => statSync(join(root, path)).size;
        const out = (path: string): string => relative(flags.into ?? root, join(root, path)).replaceAll('\\', '/');
        const parts = outputs.filter((path) => dirname(out(path)) !== dirname(entry.out));
        const sizes = outputs
          .filter((path) => !parts.includes(path))
          .map((path) => `${out(path)} ${kilobytes(sizeOf(path))}`);
        if (parts.length > 0) {
          sizes.push(`${parts.length} parts ${kilobytes(parts.reduce((sum, path) => sum + sizeOf(path), 0))}`);
        }
        const time = `${Math.round(performance.now() - startedAt)} ms`;
        console.log(`  ${entry.name.padEnd(14)} ${sizes.join(', ')}  (${time}${flags.watch ? ', watching' : ''})`);
      });
    },
  };
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function isInstalled(name: string): boolean {
  return existsSync(join(root, 'node_modules', name, 'package.json'));
}

export interface BuildOutcome {
  readonly failed: readonly string[];
  readonly missing: readonly string[];
}

/** Folders of the packages that these entries have code of; nothing is written. */
export async function bundledPackages(names: readonly string[]): Promise<readonly string[]> {
  const flags = { production: true, watch: false };
  const chosen = entries.filter((entry) => names.includes(entry.name));
  const built = await Promise.all(
    chosen.map((entry) => esbuild.build({ ...optionsFor(entry, flags), write: false, plugins: [] })),
  );
  return [...new Set(built.flatMap(({ metafile }) => (metafile === undefined ? [] : packageFolders(metafile))))];
}

/** Builds the named entries, or all and the licences of what is in them. Compile errors are printed by esbuild; the outcome only names the entries. */
export async function build(names: readonly string[], flags: BuildFlags): Promise<BuildOutcome> {
  const chosen = names.length === 0 ? entries : entries.filter((entry) => names.includes(entry.name));
  const unknown = names.filter((name) => !entries.some((entry) => entry.name === name));
  if (unknown.length > 0) {
    throw new Error(`no entry named ${unknown.join(', ')}; there are ${entries.map((entry) => entry.name).join(', ')}`);
  }
  const present = chosen.filter((entry) => {
    const lacking = flags.production ? [] : (entry.packages ?? []).filter((name) => !isInstalled(name));
    if (lacking.length > 0) console.log(`  ${entry.name.padEnd(14)} is left out: npm ci brings ${lacking.join(', ')}`);
    return lacking.length === 0 && existsSync(join(root, entry.source));
  });
  const missing = chosen
    .filter((entry) => !existsSync(join(root, entry.source)))
    .map((entry) => `${entry.name} (${entry.source})`);
  // Only what is shipped has to be free of leftovers; a window that is open keeps reading dist/ meanwhile.
  const dist = join(flags.into ?? root, 'dist');
  if (flags.production) rmSync(dist, { recursive: true, force: true });

  const failed: string[] = [];
  const packages: string[] = [];
  for (const entry of present) {
    const options = optionsFor(entry, flags);
    if (flags.watch) {
      const context = await esbuild.context(options);
      await context.watch();
    } else {
      const built = await esbuild.build(options).catch(() => undefined);
      if (built?.metafile === undefined) failed.push(entry.name);
      else packages.push(...packageFolders(built.metafile).map((folder) => join(root, folder)));
    }
  }
  const isWhole = names.length === 0 || flags.into !== undefined;
  if (!flags.watch && isWhole) writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), notices(packages));
  return { failed, missing };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      production: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
    },
  });
  const startedAt = performance.now();
  const outcome = await build(values.only, { production: values.production, watch: values.watch });
  for (const name of outcome.missing) console.error(`build: the source of entry ${name} does not exist`);
  for (const name of outcome.failed) console.error(`build: entry ${name} does not compile`);
  if (values.watch) {
    console.log('build: watching; Ctrl+C ends');
    return;
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const problems = outcome.missing.length + outcome.failed.length;
  console.log(`build: ${problems === 0 ? 'done' : `${problems} of the entries failed`} in ${seconds} s`);
  process.exitCode = problems === 0 ? 0 : 1;
}

if (process.argv[1] !== undefined && relative(process.argv[1], fileURLToPath(import.meta.url)) === '') {
  main().catch((problem: unknown) => {
    console.error(`build: ${problem instanceof Error ? problem.message : String(problem)}`);
    process.exitCode = 1;
  });
}
