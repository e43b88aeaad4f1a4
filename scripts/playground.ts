/**
 * The playground as static files in dist/playground, for any host and any base path, and a server of them for this machine.
 *
 *   npm run playground [-- --port N] [--build-only]
 *
 * The server sends the headers of cross-origin isolation, with which runs have threads; a host without them has runs with one.
 */

import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { courseParts } from './course';
import { notices, packageFolders } from './notices';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export const playgroundFolder = join(root, 'dist', 'playground');

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  charset: 'utf8',
  platform: 'browser',
  target: 'es2022',
  logLevel: 'warning',
  // Their texts are in one file, which the page shows.
  legalComments: 'none',
  metafile: true,
  loader: { '.svg': 'text', '.ttf': 'dataurl', '.wasm': 'binary', '.cnn': 'text' },
} as const satisfies esbuild.BuildOptions;

/**
 * Builds all of it into a folder that is emptied first. The files are in a folder of it that is named after what is in them, so that no
 * page, host or store takes files of two builds for those of one; only what is opened by address stands outside. Gives that name.
 */
export async function buildPlayground(whole = playgroundFolder): Promise<string> {
  rmSync(whole, { recursive: true, force: true });
  const folder = join(whole, 'build');
  mkdirSync(folder, { recursive: true });
  const course = courseParts('playground/course-page.ts', '../BUILD/run-worker.js');
  const built = await Promise.all([
    esbuild.build({
      ...shared,
      entryPoints: { main: 'playground/main.ts' },
      outdir: folder,
      chunkNames: 'parts/[name]-[hash]',
      format: 'esm',
      splitting: true,
    }),
    esbuild.build({
      ...shared,
      entryPoints: {
        monaco: 'playground/editor/monaco-editor.ts',
        server: 'playground/language/server-worker.ts',
        'layout-worker': 'webview/layout-worker.ts',
        preview: 'playground/preview-page.ts',
        // What a report has beside the styles of the preview.
        report: 'webview/report.css',
        'run-worker': 'src/runtime/web-worker.ts',
        'model-worker': 'src/session/web-model-worker.ts',
      },
      outdir: folder,
      format: 'iife',
    }),
    course,
  ]);
  const packages = built.flatMap(({ metafile }) => packageFolders(metafile)).map((path) => join(root, path));
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices(packages));
  copyFileSync(join(root, 'playground', 'preview.html'), join(folder, 'preview.html'));
  copyFileSync(join(root, 'icons', 'incept.svg'), join(folder, 'incept.svg'));
  const names = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.cnn'));
  const examples = names.sort().map((name) => [name, readFileSync(join(root, 'examples', name), 'utf8')]);
  writeFileSync(join(folder, 'examples.json'), JSON.stringify(Object.fromEntries(examples)));
  const index = readFileSync(join(root, 'playground', 'index.html'), 'utf8');
  const files = (readdirSync(folder, { recursive: true }) as string[])
    .map((path) => path.split(sep).join('/'))
    .filter((path) => extname(path) !== '')
    .sort();
  const { html } = await course;
  const hash = createHash('sha256').update(index).update(html);
  for (const path of files) hash.update(path).update(readFileSync(join(folder, path)));
  const version = hash.digest('hex').slice(0, 16);
  renameSync(folder, join(whole, version));
  writeFileSync(join(whole, 'index.html'), index.replace('BUILD', version));
  mkdirSync(join(whole, 'course'));
  writeFileSync(join(whole, 'course', 'index.html'), html.replace('BUILD', version));
  await esbuild.build({
    ...shared,
    entryPoints: ['playground/service-worker.ts'],
    outfile: join(whole, 'service-worker.js'),
    format: 'iife',
    define: {
      VERSION: JSON.stringify(version),
      FILES: JSON.stringify(['./', 'course/', ...files.map((path) => `${version}/${path}`)]),
    },
  });
  return version;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.ttf': 'font/ttf',
};

export interface ServeOptions {
  readonly port: number;
  /** Where on the host the files are, with slashes at both ends. */
  readonly base?: string;
  readonly isolated?: boolean;
  /** As hosts do it: with gzip, where it is taken. */
  readonly isPacked?: boolean;
}

/** Only what is in the folder, and only on this machine. */
export function servePlayground(
  folder: string,
  { port, base = '/', isolated = true, isPacked = false }: ServeOptions,
): Promise<Server> {
  const isolation = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  };
  const packed = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const below = pathname.startsWith(base) ? pathname.slice(base.length) : undefined;
    const path = below === undefined ? undefined : join(folder, below.replace(/(^|\/)$/, '$1index.html'));
    const isNamed = below !== undefined && /^[0-9a-f]{16}\//.test(below);
    let content: Buffer | undefined;
    try {
      if (path !== undefined && !relative(folder, path).startsWith('..')) content = readFileSync(path);
    } catch {
      // There is no such file.
    }
    const packs = isPacked && request.headers['accept-encoding']?.includes('gzip') === true;
    if (packs && content !== undefined && path !== undefined) {
      const small = packed.get(path) ?? gzipSync(content);
      packed.set(path, small);
      content = small;
    }
    response.writeHead(content === undefined ? 404 : 200, {
      'content-type': types[extname(path ?? '')] ?? 'application/octet-stream',
      'cache-control': isNamed ? 'max-age=31536000, immutable' : 'no-cache',
      ...(packs && content !== undefined ? { 'content-encoding': 'gzip' } : {}),
      ...(isolated ? isolation : {}),
    });
    response.end(content);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '4173' }, 'build-only': { type: 'boolean', default: false } },
  });
  await buildPlayground();
  console.log(`playground: built into ${relative(root, playgroundFolder)}`);
  if (values['build-only']) return;
  await servePlayground(playgroundFolder, { port: Number(values.port) });
  console.log(`playground: http://127.0.0.1:${values.port}/ (Ctrl+C ends)`);
}

if (process.argv[1] !== undefined && relative(process.argv[1], fileURLToPath(import.meta.url)) === '') {
  main().catch((problem: unknown) => {
    console.error(`playground: ${problem instanceof Error ? problem.message : String(problem)}`);
    process.exitCode = 1;
  });
}
