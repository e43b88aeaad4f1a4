/**
 * One number, whoever shows it: hover, lens, status bar, outline, the cost command (text, CSV, JSON), Explain, the page's
 * table and the picture agree with each other and with sums written here, over all examples, the fixtures and random designs; and parts add
 * up to totals.
 */

import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { explainBlock, explainLayer } from '../src/advice/explain';
import type { Analysis, LayerPart, NetworkAnalysis, Sum } from '../src/analysis/analysis';
import { analyze } from '../src/analysis/analyze';
import { editorHints } from '../src/analysis/editor-hints';
import { messageOf } from '../src/base/message-text';
import { formatShare } from '../src/base/number-format';
import type { Block, Layer, LayerId } from '../src/graph/graph';
import { codeLenses } from '../src/ide/code-lens';
import { exactSum, shortSum, totalSum } from '../src/ide/figures';
import { hover } from '../src/ide/hover';
import { escapeMarkdown } from '../src/ide/markdown';
import { networkCard, summarize } from '../src/ide/network-card';
import { type OutlineItem, outline } from '../src/ide/outline';
import { blocksFrom, layersFrom, moduleInstances, type Scene } from '../src/ide/scene';
import type { Dim } from '../src/ops/dim';
import type { ViewCount, ViewModel, ViewNode } from '../src/view/model';
import { editorWords } from '../src/words/editor';
import { treeRows } from '../webview/app/cost-rows';
import { analyzeText } from './support/analyze-text';
import { diskFiles, repositoryRoot } from './support/disk-files';
import { incept } from './support/memory-host';
import { randomDesignText, randomNetworkText } from './support/random-network';
import { buildViewModel } from './support/view-model';

// ---- Sums done the simple way ----

interface Naive {
  readonly part: (id: LayerId) => LayerPart;
  /** Of those of some layers that are in one of the parts. */
  readonly sum: (ids: readonly LayerId[], parts: readonly LayerPart[], of: Count) => Sum;
  readonly inBlock: (block: Block) => readonly LayerId[];
  readonly all: readonly LayerId[];
  /** Place among the main layers that multiply, and how many they are. */
  readonly rank: (id: LayerId) => { readonly place: number; readonly of: number } | undefined;
}

type Count = (id: LayerId) => Dim;

function naive(network: NetworkAnalysis): Naive {
  const { layers, blocks, outputs, input } = network.graph;
  const reached = (kinds: readonly string[]): Set<LayerId> => {
    const found = new Set<LayerId>();
    const visit = (id: LayerId): void => {
      if (id < 0 || found.has(id)) return;
      found.add(id);
      layers[id]?.inputs.forEach(visit);
    };
    for (const { kind, layer } of outputs) if (kinds.includes(kind)) visit(layer);
    return found;
  };
  const main = reached(['output']);
  const needed = reached(['output', 'head']);
  const part = (id: LayerId): LayerPart => (main.has(id) ? 'main' : needed.has(id) ? 'head' : 'dead');
  const all = layers.map(({ id }) => id).filter((id) => id !== input);
  const isInside = (id: LayerId, block: Block): boolean => {
    for (let at = layers[id]?.block; at !== undefined; at = blocks[at]?.parent) if (at === block.id) return true;
    return false;
  };
  const multiplies = all.filter((id) => part(id) === 'main').map((id) => network.costs[id]?.multiplies ?? 0);
  return {
    part,
    all,
    inBlock: (block) => all.filter((id) => isInside(id, block)),
    sum(ids, parts, of) {
      const counts = ids.filter((id) => parts.includes(part(id))).map(of);
      return {
        value: counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
        isPartial: counts.includes(undefined),
      };
    },
    rank(id) {
      const own = network.costs[id]?.multiplies ?? 0;
      if (part(id) !== 'main' || own === 0) return undefined;
      return {
        place: 1 + multiplies.filter((other) => other > own).length,
        of: multiplies.filter((other) => other > 0).length,
      };
    },
  };
}

/** Most networks have no unknown flow; where one is read, totals know that something may be missing. */
function hasOpenFlow(network: NetworkAnalysis): boolean {
  return (
    network.graph.layers.some(({ inputs }) => inputs.includes(-1)) ||
    network.graph.outputs.some(({ layer }) => layer < 0)
  );
}

interface Look {
  readonly name: string;
  readonly analysis: Analysis;
  readonly network: NetworkAnalysis;
  readonly truth: Naive;
  readonly multiplies: Count;
  readonly params: Count;
}

function look(name: string, analysis: Analysis, network: NetworkAnalysis): Look {
  return {
    name: `${name} ${network.name}`,
    analysis,
    network,
    truth: naive(network),
    multiplies: (id) => network.costs[id]?.multiplies,
    params: (id) => network.costs[id]?.params,
  };
}

/** Beyond 2^53 a sum says only that it is at least that. */
function bounded(sum: Sum): Sum {
  return sum.value > 2 ** 53 ? { value: 2 ** 53, isPartial: true } : sum;
}

/** What a block is said to cost, and the part it belongs to. */
function said({ truth, multiplies, params }: Look, ids: readonly LayerId[]) {
  const part = (['main', 'head', 'dead'] as const).find((one) => ids.some((id) => truth.part(id) === one)) ?? 'main';
  const parts: readonly LayerPart[] = part === 'dead' ? ['dead'] : ['main', 'head'];
  const sum: Naive['sum'] = (...asked) => bounded(truth.sum(...asked));
  return {
    part,
    multiplies: sum(ids, parts, multiplies),
    params: sum(ids, parts, params),
    main: sum(ids, ['main'], multiplies),
    dead: sum(ids, part === 'dead' ? [] : ['dead'], multiplies),
  };
}

/** `33.3%`, with `≤` while the total is partly known; empty where there is none. */
function shareOf({ network }: Look, main: Sum): string {
  const total = network.main.sums.multiplies;
  if (main.isPartial || main.value === 0 || total.value === 0) return '';
  return formatShare(main.value, total.value, total.isPartial ? '≤' : '');
}

// ---- What is compared ----

function checkTotals({ name, network, truth, multiplies, params }: Look): void {
  const isOpen = hasOpenFlow(network);
  for (const [totals, parts] of [
    [network.main, ['main']],
    [network.heads, ['head']],
    [network.all, ['main', 'head']],
  ] as const) {
    for (const [metric, of] of [
      ['multiplies', multiplies],
      ['params', params],
      ['activationBytes', (id: LayerId) => network.activationBytes[id]],
      ['adds', (id: LayerId) => network.costs[id]?.adds],
      ['effectiveMultiplies', (id: LayerId) => network.costs[id]?.effectiveMultiplies],
    ] as const) {
      const expected = truth.sum(truth.all, parts, of);
      // Beyond 2^53 a sum says only that it is at least that.
      if (expected.value > 2 ** 53) continue;
      assert.equal(totals.sums[metric].value, expected.value, `${name}: ${parts} ${metric}`);
      if (!isOpen) assert.equal(totals.sums[metric].isPartial, expected.isPartial, `${name}: ${parts} ${metric}`);
    }
  }
}

function checkExplain(at: Look): void {
  const { name, network, truth, multiplies } = at;
  for (const block of network.graph.blocks) {
    const ids = truth.inBlock(block);
    const expected = said(at, ids);
    const found = explainBlock(network, block.id);
    const label = `${name}: Explain ${block.kind} ${block.path}`;
    assert.equal(found.part, expected.part, label);
    assert.equal(found.knownMultiplies, expected.multiplies.value, label);
    assert.equal(found.multiplies, expected.multiplies.isPartial ? undefined : expected.multiplies.value, label);
    assert.equal(found.dead?.value ?? 0, expected.dead.value, label);
    assert.equal(shareText(found), shareOf(at, expected.main), label);
    if (found.multiplies === undefined) continue;
    const parts = found.parts.filter(({ part }) => found.part === 'dead' || part !== 'dead');
    assert.equal(
      parts.reduce((sum, part) => sum + (part.multiplies ?? 0), 0),
      found.multiplies,
      `${label}: its parts`,
    );
    assert.ok(
      parts.reduce((sum, part) => sum + (part.percentOfBlock ?? 0), 0) < 100 + 1e-6,
      `${label}: shares of parts`,
    );
  }
  for (const id of truth.all) {
    const found = explainLayer(network, id);
    const label = `${name}: Explain ${found.path}`;
    assert.deepEqual(
      [found.part, found.multiplies, found.rank],
      [truth.part(id), multiplies(id), truth.rank(id)],
      label,
    );
    assert.equal(shareText(found), shareOf(at, truth.sum([id], ['main'], multiplies)), label);
  }
}

function shareText({ share }: ReturnType<typeof explainLayer>): string {
  return share === undefined ? '' : formatShare(share.part, share.whole, share.isAtMost ? '≤' : '');
}

function viewCount({ value, isPartial }: Sum): ViewCount {
  return { value: isPartial && value === 0 ? null : value, isPartial };
}

/** The picture's nodes, and the rows of the page's table with everything open. */
function checkView(at: Look): void {
  const { name, analysis, network, truth, multiplies, params } = at;
  const view = buildViewModel(analysis, network.name, editorWords('en')) as ViewModel;
  assert.deepEqual(view.totals.multiplies, { ...network.main.sums.multiplies }, name);
  if (view.everything !== null) assert.deepEqual(view.everything.params, { ...network.all.sums.params }, name);
  assert.equal(view.headTotals === null, view.everything === null, name);
  const rows = new Map(
    treeRows(
      { view, metric: 'multiplies', other: 'params', times: null },
      view.nodes.map(({ id }) => id),
      null,
    ).map((row) => [row.node.id, row]),
  );
  const check = (node: ViewNode, expected: ReturnType<typeof said>, rank: number | null): void => {
    const label = `${name}: picture ${node.kind} ${node.id}`;
    assert.deepEqual([node.part, node.rank], [expected.part, rank], label);
    assert.deepEqual(node.counts.multiplies, viewCount(expected.multiplies), label);
    assert.deepEqual(node.counts.params, viewCount(expected.params), label);
    if (node.children.length > 0) assert.equal(node.dead?.multiplies.value ?? 0, expected.dead.value, label);
    const row = rows.get(node.id);
    if (row !== undefined) assert.equal(row.share, shareOf(at, expected.main), `${label}: row`);
  };
  const layerAt = new Map(network.graph.layers.map((layer) => [layer.path, layer]));
  for (const node of view.nodes) {
    // A wrong call makes a node of which nothing is known; another one may have its path.
    if (node.kind === 'input' || node.error !== null || node.id !== node.path) continue;
    if (node.kind === 'layer' || node.kind === 'join') {
      const id = layerAt.get(node.path)?.id as LayerId;
      check(node, said(at, [id]), truth.rank(id)?.place ?? null);
      if (node.rank !== null) assert.equal(view.rankedLayers, truth.rank(id)?.of, name);
    } else {
      const block = network.graph.blocks.find(({ path, kind }) => path === node.path && kind === node.kind) as Block;
      check(node, said(at, truth.inBlock(block)), null);
    }
  }
  // Every layer stands in the picture once, so that the top level has all of the main total.
  if (view.status !== 'ok') return;
  const tops = view.children.map((id) => view.nodes.find((node) => node.id === id) as ViewNode);
  for (const [metric, of] of [
    ['multiplies', multiplies],
    ['params', params],
  ] as const) {
    const all = tops
      .filter(({ part }) => part !== 'dead')
      .reduce((sum, { counts }) => sum + (counts[metric].value ?? 0), 0);
    const whole = truth.sum(truth.all, ['main', 'head'], of);
    assert.equal(Math.min(all, 2 ** 53), bounded(whole).value, `${name}: top level ${metric}`);
  }
}

/** What stands in one place is told in a card, what stands in several in a row for each. */
function checkHover(at: Look): void {
  const { name, analysis, network, truth } = at;
  const scene: Scene = { analysis, users: [], choices: [], words: editorWords('en') };
  const { file } = analysis.file;
  const check = (path: string, offset: number, count: number, ids: readonly LayerId[]): void => {
    const expected = said(at, ids);
    const text = hover(scene, analysis.file, offset, { commands: false })?.markdown ?? '';
    const label = `${name}: hover ${path}\n${text}`;
    const share = shareOf(at, expected.main);
    const amount = exactSum(expected.multiplies, expected.part);
    if (count === 1) {
      const found = /\*\*([^*]+)\*\* multipl(?:y|ies)(.*)/.exec(text);
      if (found === null) return;
      assert.equal(found[1], amount, label);
      if (share !== '') assert.ok(found[2]?.includes(` · ${share} of `), label);
      else assert.ok(!/\d% of /.test(found[2] ?? ''), label);
      const dead = expected.dead.value > 0 ? `leads nowhere, ${shortSum(expected.dead)}` : undefined;
      if (dead !== undefined) assert.ok(found[2]?.includes(dead), label);
      return;
    }
    const row = text.split('\n').find((line) => line.startsWith(`| ${escapeMarkdown(path)} |`));
    const cells = row?.split('|').map((cell) => cell.trim());
    if (cells?.length !== 7) return;
    assert.deepEqual(cells.slice(4, 6), [amount, expected.part === 'dead' ? 'leads nowhere' : share], label);
  };
  for (const { path, kind, id, origin } of network.graph.blocks) {
    if (!['module', 'repeat', 'join'].includes(kind) || origin.file !== file || path === '') continue;
    const offset = origin.nameSpan.start;
    const { all } = blocksFrom(scene, file, offset);
    const block = network.graph.blocks[id] as Block;
    check(path, offset, all.filter((one) => one.block.kind === kind).length, truth.inBlock(block));
  }
  for (const { path, id, origin } of network.graph.layers) {
    if (id === network.graph.input || origin.file !== file) continue;
    const { all } = layersFrom(scene, file, origin.nameSpan.start);
    if (blocksFrom(scene, file, origin.nameSpan.start).all.length === 0) {
      check(path, origin.nameSpan.start, all.length, [id]);
    }
  }
}

function checkLens(at: Look): void {
  const { name, analysis, network, truth, multiplies } = at;
  const scene: Scene = { analysis, users: [], choices: [], words: editorWords('en') };
  const lenses = codeLenses(scene, analysis.file);
  const own = lenses.filter(({ span }) => span.start === network.nameSpan.start);
  const totals = `${totalSum(network.main.sums.multiplies)} multiplies · ${totalSum(network.main.sums.params)} params`;
  assert.ok(own[0]?.title.startsWith(totals), `${name}: lens ${own[0]?.title}`);
  for (const declaration of analysis.file.declarations) {
    if (declaration.kind !== 'module' || declaration.name === undefined || analysis.networks.length > 1) continue;
    const { all } = moduleInstances(scene, declaration.name.text, analysis.file.file);
    const sums = all.map(({ block }) => truth.sum(truth.inBlock(block), ['main'], multiplies));
    const together = {
      value: sums.reduce((sum, { value }) => sum + value, 0),
      isPartial: sums.some(({ isPartial }) => isPartial),
    };
    const share = shareOf(at, together);
    const start = declaration.name.start;
    const titles = lenses.filter(({ span }) => span.start === start).map(({ title }) => title);
    const found = titles.find((title) => title.endsWith(`% of ${network.name}`)) ?? '';
    assert.equal(found, share === '' ? '' : `${share} of ${network.name}`, `${name}: lens of ${declaration.name.text}`);
  }
}

function checkStatusBar({ name, network, truth, multiplies, params }: Look): void {
  if (hasOpenFlow(network)) return;
  const summary = summarize(network, editorWords('en'));
  const [products, parameters] = [multiplies, params].map((of) => truth.sum(truth.all, ['main'], of)) as [Sum, Sum];
  // Beyond 2^53 a sum says only that it is at least that.
  if (products.value > 2 ** 53 || parameters.value > 2 ** 53) return;
  assert.deepEqual([summary.multiplies, summary.params], [totalSum(products), totalSum(parameters)], name);
  for (const sum of [products, parameters]) assert.ok(summary.details.includes(exactSum(sum)), summary.details);
}

/** The shape beside each layer that stands in one place. */
function checkOutline({ name, analysis, network, truth }: Look): void {
  const scene: Scene = { analysis, users: [], choices: [], words: editorWords('en') };
  const layerAt = new Map<number, OutlineItem>();
  const collect = (item: OutlineItem): void => {
    // A name before the layer stands there instead of it.
    if (item.kind === 'layer') layerAt.set(item.nameSpan.start, item);
    item.children.forEach(collect);
  };
  outline(scene, analysis.file).forEach(collect);
  for (const id of truth.all) {
    const { path, origin } = network.graph.layers[id] as Layer;
    const item = origin.file === analysis.file.file ? layerAt.get(origin.nameSpan.start) : undefined;
    if (item === undefined || layersFrom(scene, origin.file, origin.nameSpan.start).all.length > 1) continue;
    const shape = network.shapes[id] ?? [undefined];
    const text = shape.includes(undefined) ? '?' : shape.join('x');
    assert.ok(item.detail === text || item.detail.endsWith(`  ${text}`) || text === '?', `${name}: outline ${path}`);
  }
}

type Row = Readonly<Record<string, unknown>>;

/** The cost command. Its text holds no number above the total in the column that the total is of. */
async function checkCommand(at: Look, path: string, files: Record<string, string>): Promise<void> {
  const { name, network, truth, multiplies, params } = at;
  const run = async (...options: string[]): Promise<string> =>
    (await incept(['cost', path, '--network', network.name, ...options], { files })).stdout;
  for (const by of ['block', 'op']) {
    const document = JSON.parse(await run('-f', 'json', '--by', by));
    for (const [key, parts] of [
      ['totals', ['main']],
      ['heads', ['head']],
      ['everything', ['main', 'head']],
      ['dead', ['dead']],
    ] as const) {
      const inParts = (rows: readonly Row[]): readonly Row[] =>
        rows.filter(({ part }) => parts.includes(part as never));
      for (const [metric, of] of [
        ['multiplies', multiplies],
        ['params', params],
      ] as const) {
        const expected = bounded(truth.sum(truth.all, parts, of));
        const label = `${name}: cost --by ${by}, ${key}.${metric}`;
        if (!hasOpenFlow(network))
          assert.equal(document[key][metric], expected.isPartial ? null : expected.value, label);
        if (expected.isPartial) continue;
        for (const rows of [document.layers, document[`${by}s`]]) {
          const sum = inParts(rows).reduce((all, row) => all + Number(row[metric]), 0);
          assert.equal(sum, expected.value, label);
        }
      }
    }
    const csv = (await run('-f', 'csv', '--by', by)).trim().split('\n');
    const columns = (csv[0] as string).split(',');
    const cells = csv.slice(1).map((line) => line.split(','));
    const main = cells.filter((row) => row[columns.indexOf('part')] === 'main');
    const all = bounded(truth.sum(truth.all, ['main'], multiplies));
    if (!all.isPartial && !cells.some(({ length }) => length !== columns.length)) {
      const sum = main.reduce((total, row) => total + Number(row[columns.indexOf('multiplies')]), 0);
      assert.equal(sum, all.value, `${name}: cost -f csv --by ${by}`);
    }
    const lines = (await run('--by', by)).split('\n');
    const table = lines.slice(
      3,
      lines.findIndex((line) => line.startsWith('main total')),
    );
    const right = (lines[3] as string).indexOf('multiplies') + 'multiplies'.length;
    for (const line of table.slice(1)) {
      const [number = ''] = /[\d,]+$/.exec(line.slice(0, right)) ?? [];
      if (!line.slice(0, right).endsWith(`+${number}`)) {
        assert.ok(Number(number.replaceAll(',', '')) <= network.main.sums.multiplies.value, `${name}: ${line}`);
      }
      for (const [, percent] of line.slice(right).matchAll(/([\d.]+)%/g)) assert.ok(Number(percent) <= 100, line);
    }
  }
}

async function checkAll(
  name: string,
  analysis: Analysis,
  path: string,
  files: Record<string, string>,
  mostLayers = 2000,
): Promise<void> {
  const names = analysis.networks.map((network) => network.name);
  for (const network of analysis.networks) {
    // Sums done the simple way take their time: limits have tests of their own.
    if (network.graph.layers.length > mostLayers || network.graph.blocks.length > mostLayers) continue;
    const at = look(name, analysis, network);
    checkTotals(at);
    checkExplain(at);
    checkStatusBar(at);
    checkOutline(at);
    // The rest finds a network by its name.
    if (network.name === '' || names.indexOf(network.name) !== names.lastIndexOf(network.name)) continue;
    checkView(at);
    checkHover(at);
    checkLens(at);
    await checkCommand(at, path, files);
  }
}

const folders = [
  'examples',
  ...['networks', 'language', 'layers', 'diagnostics'].map((name) => `test/fixtures/${name}`),
];

describe('every surface shows the same numbers', function () {
  this.timeout(120_000);

  for (const folder of folders) {
    const root = join(repositoryRoot, folder);
    const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.cnn'));
    const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
    for (const path of paths) {
      it(`of ${folder}/${path}`, async () => {
        const analysis = analyze(diskFiles(root), join(root, path));
        await checkAll(basename(path), analysis, path, files);
      });
    }
  }

  it('of random networks and designs with modules, repeats, heads and what leads nowhere', async () => {
    const seen = new Set<LayerPart>();
    for (let seed = 1; seed <= 32; seed++) {
      for (const text of [randomDesignText(seed), randomNetworkText(seed)]) {
        const analysis = analyzeText(text);
        for (const part of analysis.networks[0]?.parts ?? []) seen.add(part);
        await checkAll(`seed ${seed}\n${text}`, analysis, 'a.cnn', { 'a.cnn': text });
      }
    }
    assert.deepEqual([...seen].sort(), ['dead', 'head', 'main']);
  });

  it('of a network with thousands of layers', async () => {
    const text = `module stage(width) {
  kept = conv(width, 3x3) -> relu()
  conv(5, 1x1)
  from kept
  concat { branch { conv(8, 1x1) } branch { maxpool(3x3) -> conv(4, 1x1) } }
}
network Large {
  input image: 8x8x12
  repeat 20 { repeat 16 { stage(6) } }
  middle = batchnorm()
  head side from middle { globalavgpool() -> dense(3) }
  dense(10)
  output last
}
`;
    const analysis = analyzeText(text);
    const layers = analysis.networks[0]?.graph.layers.length ?? 0;
    assert.ok(layers > 2000, String(layers));
    await checkAll('large', analysis, 'a.cnn', { 'a.cnn': text }, layers);
  });

  it('a budget that is nearly used: the same share, cut and not rounded', async () => {
    const text = 'network N() {\n  input x: 1x1x2882\n  dense(15)\n  budget multiplies <= 45_000\n}\n';
    // 2,882 * 15 = 43,230 are 96.066...% of 45,000.
    const share = '96.0%';
    const files = { 'n.cnn': text };
    const { stdout } = await incept(['cost', 'n.cnn'], { files });
    assert.ok(stdout.includes(`multiplies 43,230 of 45,000 (${share})`), stdout);
    const { files: after } = await incept(['report', 'n.cnn', '-o', 'r.html'], { files });
    const html = new TextDecoder().decode(after.get('/work-folder/r.html') as Uint8Array);
    assert.match(html, new RegExp(`>${share} of the budget of 45(\\.0+)? K<`));
    const words = editorWords('en');
    const analysis = analyzeText(text);
    const [network] = analysis.networks;
    assert.ok(network);
    assert.ok(networkCard(network, words).includes(share));
    assert.deepEqual(
      editorHints(analysis).flatMap((found) =>
        found.code === 'lint.budget-close' ? [messageOf(found, words.diagnostics)] : [],
      ),
      [`${share} of the budget of multiplies is used, 1,770 is left`],
    );
  });

  it('GoogLeNet: one place for conv_1, and one total with its side heads', async () => {
    const path = join(repositoryRoot, 'examples/googlenet.cnn');
    const [network] = analyze(diskFiles(dirname(path)), path).networks;
    assert.ok(network);
    const id = network.graph.layers.findIndex((layer) => layer.path === 'conv_1');
    assert.deepEqual(explainLayer(network, id).rank, { place: 3, of: 58 });
    const { stdout } = await incept(['cost', 'g.cnn', '-f', 'json'], {
      files: { 'g.cnn': readFileSync(path, 'utf8') },
    });
    const { everything } = JSON.parse(stdout);
    assert.deepEqual([everything.multiplies, everything.params], [1_591_044_096, 13_378_280]);
  });
});
