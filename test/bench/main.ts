/**
 * `npm run bench`: measures and compares; writes out/bench.json and out/bench.md.
 *
 *   npm run bench -- [--rounds N] [--runs N] [--network NAME]... [--peer NAME]... [--threads N]...
 *       `--runs` is the most in a round: long ones are fewer, so that all of it takes some eight minutes where nothing else runs
 *   npm run bench -- --readme         writes its table into the READMEs as well
 *   npm run bench -- --only runtimes  nothing else
 *   npm run bench -- --only editor    analysis, language server and what it keeps
 *   npm run bench -- --only bits [--node PATH]...  exact runs by versions of Node.js and threads: are they the same bits?
 *   npm run bench -- --only page      the playground's first picture in Chromium, what it loads for it, and the course's first answer on a
 *                                     slow phone; `--rounds` are its starts
 *   npm run bench -- --only threads   what a second thread gains, step by step, also where the machine is not quiet
 *   npm run bench -- --only preview   in Chromium: large networks in the preview, and how soon it follows (in out/bench-preview.md);
 *                                     `--name PART`... takes the measurements whose names hold one of these
 *   npm run bench -- --only window    in a real VS Code: activation (in a web extension host too), first picture, run, cancel
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { buildPlayground } from '../../scripts/playground';
import type { AnalysisFigures } from './analysis';
import { compareBits } from './bits';
import { writeMarked } from './marked';
import { measureMemory } from './memory';
import { type NetworkName, networkNames } from './networks';
import { measurePage } from './page';
import { type PeerName, peerNames } from './peers';
import { markdownReport, readmeTable } from './report';
import { benchRuntimes, type Configuration } from './runtime';
import { measureServer } from './server';
import { compareThreads } from './threads';
import { measureWebActivation } from './web-host';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '8' },
    runs: { type: 'string', default: '5' },
    network: { type: 'string', multiple: true, default: [...networkNames] },
    peer: { type: 'string', multiple: true, default: [...peerNames] },
    threads: { type: 'string', multiple: true, default: ['1', '2'] },
    node: { type: 'string', multiple: true, default: [process.execPath] },
    readme: { type: 'boolean' },
    only: { type: 'string' },
    name: { type: 'string', multiple: true, default: [] },
  },
});

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const peersOfThreads: readonly PeerName[] = ['incept', 'onnxruntime-web'];

const configurations = values.network.flatMap((network) =>
  values.peer.flatMap((peer) =>
    values.threads.map(Number).flatMap((threads): Configuration[] => {
      // TensorFlow.js has no threads in Node; of the others all that is asked about two is in report.ts.
      if (threads > 1 && !peersOfThreads.includes(peer as PeerName)) return [];
      return [{ network: network as NetworkName, peer: peer as PeerName, threads }];
    }),
  ),
);

async function main(): Promise<void> {
  if (values.only === 'window') {
    process.exitCode = await measureWindow();
    return;
  }
  if (values.only === 'preview') {
    process.exitCode = await measurePreview();
    return;
  }
  if (values.only === 'bits') {
    const tell = (line: string): void => console.log(line);
    if (!(await compareBits(root, values.network as NetworkName[], values.node, tell))) process.exitCode = 1;
    return;
  }
  if (values.only === 'page') {
    await buildPlayground();
    const { bytes, load, ...figures } = await measurePage(Number(values.rounds));
    const [first, started, again] = [figures.first, figures.started, figures.again].map((ms) => `${ms.toFixed(0)} ms`);
    const [gzip, brotli] = [bytes.gzip, bytes.brotli].map((size) => `${(size / 1e6).toFixed(3)} MB`);
    process.stdout.write(
      `First picture of the playground: ${first}; ${started} with its files kept, in a browser just started; ${again} once more; load ${load.toFixed(1)}
Until then it asks for ${bytes.files} files: ${gzip} with gzip, ${brotli} with brotli
From the link of the course to its first answer on a slow phone: ${(figures.phone / 1000).toFixed(1)} s
`,
    );
    return;
  }
  if (values.only === 'threads') {
    await compareThreads(root, values.network as NetworkName[], 8 * Number(values.rounds), (line) => console.log(line));
    // Threads of the backend end with the process.
    process.exit(0);
  }
  if (values.only !== 'editor') await compareRuntimes();
  if (values.only !== 'runtimes') await measureEditor();
}

/** Three starts of VS Code, since it activates the extension once; with the bundles that are shipped. */
async function measureWindow(): Promise<number> {
  const build = (...flags: string[]) =>
    spawnSync(process.execPath, ['--import=tsx', 'scripts/build.ts', ...flags], { cwd: root }).status;
  if (build('--production') !== 0) return 1;
  try {
    for (let start = 0; start < 3; start++) {
      const arguments_ = ['--import=tsx', 'test/vscode/run.ts', '--bench'];
      const { status } = spawnSync(process.execPath, arguments_, { cwd: root, stdio: 'inherit' });
      if (status !== 0) return 1;
      console.log(`  activation in a web extension host: ${await measureWebActivation()} ms`);
    }
    return 0;
  } finally {
    build();
  }
}

/** The analysis as it is shipped, one bundle: under tsx its functions are called through getters of their modules. */
async function measureBundledAnalysis(): Promise<readonly AnalysisFigures[]> {
  const outfile = join(root, 'out/bench-analysis.mjs');
  const entryPoints = [join(root, 'test/bench/analysis.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', minify: true });
  const { measureAnalysis } = (await import(pathToFileURL(outfile).href)) as typeof import('./analysis');
  return measureAnalysis(root);
}

/** A program of its own, as what is measured has a page. */
async function measurePreview(): Promise<number> {
  const outfile = join(root, 'out/bench/preview.mjs');
  const entryPoints = [join(root, 'test/webview/preview-bench.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  return spawnSync(process.execPath, [outfile, ...values.name], { cwd: root, stdio: 'inherit' }).status ?? 1;
}

async function measureEditor(): Promise<void> {
  const rows = (await measureBundledAnalysis()).map(
    ({ name, lines, layers, wallMs, cpuMs, parseMs }) =>
      `| ${name} | ${lines} | ${layers} | ${wallMs.toFixed(2)} | ${cpuMs.toFixed(2)} | ${parseMs.toFixed(2)} |`,
  );
  process.stdout.write(
    `\n| analysis, warm, medians in ms | lines | layers | wall | CPU | parse alone |\n|---|--:|--:|--:|--:|--:|\n${rows.join('\n')}\n`,
  );
  const { lines, medianMs, p90Ms, hoverMedianMs } = await measureServer();
  const figures = [medianMs, p90Ms, hoverMedianMs].map((ms) => `${ms.toFixed(1)} ms`);
  process.stdout.write(
    `\nEdit to diagnostics through the language server, ${lines} lines: median ${figures[0]}, p90 ${figures[1]}; hover ${figures[2]}\n`,
  );
  const counts = [2000, 10_000, 50_000];
  const heaps = (await measureMemory(counts)).map((bytes, i) => `${(bytes / 1e6).toFixed(2)} MB after ${counts[i]}`);
  process.stdout.write(`\nHeap of the language server, of edits with imports: ${heaps.join(', ')}\n`);
}

async function compareRuntimes(): Promise<void> {
  const report = await benchRuntimes({
    root,
    configurations,
    rounds: Number(values.rounds),
    runsPerRound: Number(values.runs),
    msPerRound: 250,
    tell: (line) => process.stderr.write(`${line}\n`),
  });
  const markdown = markdownReport(report);
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(join(root, 'out/bench.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(join(root, 'out/bench.md'), markdown);
  if (values.readme === true) {
    writeMarked(join(root, 'README.md'), 'npm run bench', readmeTable(report, 'en'));
    writeMarked(join(root, 'README.zh-CN.md'), 'npm run bench', readmeTable(report, 'zh-CN'));
  }
  process.stdout.write(markdown);
}

void main();
