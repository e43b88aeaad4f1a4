/**
 * Where the words of the page come from: in a language whose texts are all marked, what is not marked in any state of the
 * panel is of the user, of the language, a number or a unit.
 */

import * as assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { explainPath } from '../../src/advice/explain';
import type { HostMessage, PreviewTab } from '../../src/protocol/messages';
import { devices } from '../../src/runtime/device';
import { compareWith } from '../../src/session/compare-views';
import { memoryReport } from '../../src/session/memory';
import { buildFileView } from '../../src/view/build';
import { viewMetrics } from '../../src/view/model';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';
import { analyzeText } from '../support/analyze-text';
import { eventually } from '../support/eventually';
import { bare, pseudoWords } from '../support/pseudo-language';
import { sampleLayer, sampleOutput, samplePrediction, sampleRun } from '../support/sample-run';
import { bundlePreview, type Files, launch, type OpenOptions, openPreview, type Preview } from './rig';
import { sampleControls, sampleSweep } from './sample-controls';

const source = `module Block(width) {
  concat {
    branch { conv(width, 1x1) }
    branch { conv(width, 1x1) -> conv(width, 3x3) }
    branch { concat { branch { conv(4, 1x1) } branch { identity() } } }
  }
}
network Net(scale = 2) {
  input image: 32x32x3
  conv(8, 3x3, stride = 2x1) -> batchnorm() -> relu()
  first = Block(8)
  second = Block(8)
  repeat 2 { conv(8, 3x3) -> relu() }
  last = conv(4, 5x5)
  from first
  stray = conv(2, 1x1)
  head aux from first { globalavgpool() -> dense(10) -> softmax() }
  from last
  adaptiveavgpool(2x2) -> flatten() -> dropout(0.4) -> dense(10) -> softmax()
  budget multiplies <= 2G
  budget params <= 9K
  budget flops <= 4G
  budget weightBytes <= 1M
}
`;

/** Of the panel where it knows no network; the rest are words of the language, units and the signs of numbers and places. */
const allowed = /^(Incept|float32|float16|int8|[KMGTP]|(?:[KMGTP]i?)?B|GFLOP|ms|s|[\d.,]+|b[\d.]+)$/;

const analysis = analyzeText(source);
const found = buildFileView(analysis, undefined, pseudoWords);
const view = found.view ?? assert.fail('no view');
const shown: HostMessage = { type: 'view', view, version: 1, documentVersion: 1 };
const mistaken = buildFileView(
  analyzeText(source.replace('conv(4, 5x5)', 'conv(4, 5x5, srtide = 2)').replace('<= 9K', '<= 10')),
  'Net',
  pseudoWords,
);
const wrong: HostMessage = {
  type: 'view',
  view: mistaken.view ?? assert.fail('no view'),
  version: 1,
  documentVersion: 1,
};

function explained(path: string): HostMessage {
  const network = analysis.networks[0] ?? assert.fail('no network');
  const explanation = explainPath(network, path) ?? assert.fail(`no ${path}`);
  return JSON.parse(JSON.stringify({ type: 'explanation', path, explanation })) as HostMessage;
}

const layers = Array.from({ length: 12 }, (_, index) =>
  sampleLayer(`layer_${index}`, { ms: index, multiplies: 1000 * index, nan: index === 5 ? 7 : 0, zeros: index * 9 }),
);
const run = sampleRun({
  backend: 'wasm',
  threads: 2,
  layers,
  outputs: [
    sampleOutput('prob', { top: [{ index: 599, label: 'tabby', value: 0.624 }] }),
    sampleOutput('aux', { kind: 'head', nan: 3, top: [{ index: 1, label: null, value: null }] }),
  ],
  verify: {
    countedMultiplies: 12,
    predictedMultiplies: 13,
    countedEffectiveMultiplies: 12,
    predictedEffectiveMultiplies: 13,
    maxAbsError: 0,
    wrongLayers: [],
  },
});
const bounds = ['compute', 'memory', 'overhead', null] as const;
const prediction = samplePrediction(
  layers.map((_, index) => ({
    predictedMs: index,
    bound: bounds[index % 4] ?? null,
    limitShare: index === 0 ? null : 0.5,
  })),
);

interface Said {
  /** What says it, such as `title of button.zoom`. */
  readonly where: string;
  readonly text: string;
}

/** Every text of the page, of an element with all that stands in it, and the attributes that are read out or shown. */
function textsOf(): Said[] {
  const said: Said[] = [];
  // Formulas have the symbols of the layer's definition with lowered letters; the example is code.
  const passedOver = 'pre, sub, script, style, noscript';
  for (const element of document.body.querySelectorAll('*')) {
    const where = `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());
    if (hasText && element.closest(passedOver) === null) said.push({ where, text: element.textContent ?? '' });
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext', 'aria-description']) {
      const value = element.getAttribute(name);
      if (value) said.push({ where: `${name} of ${where}`, text: value });
    }
  }
  return said;
}

describe('words of the page', function () {
  this.timeout(120_000);
  let browser: Browser;
  let files: Files;
  let preview: Preview | undefined;

  before(async () => {
    files = await bundlePreview('test/webview/pseudo-page.ts');
    browser = await launch();
  });
  after(() => browser?.close());
  afterEach(async () => {
    await preview?.close();
    preview = undefined;
  });

  async function open(messages: readonly HostMessage[], options: OpenOptions = {}): Promise<Preview> {
    preview = await openPreview(browser, files, { ...options, messages });
    await preview.page.locator('.panel').waitFor();
    return preview;
  }

  /** Every text that is not marked is made of what the host has sent; among the marked ones are the wanted. */
  async function allMarked({ page }: Preview, messages: readonly HostMessage[], ...wanted: RegExp[]): Promise<void> {
    // What was told to the panel is drawn in the next frame.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    // Devices are called the same in every language.
    const own = new Set(devices.flatMap(({ name }) => wordsIn(name)));
    const collect = (value: unknown): void => {
      if (typeof value === 'string') for (const word of wordsIn(bare(value))) own.add(word);
      else if (typeof value === 'object' && value !== null) {
        for (const [key, inside] of Object.entries(value)) if (!notShown.has(key)) collect(inside);
      }
    };
    collect(messages);
    await eventually(async () => {
      const said = await page.evaluate(textsOf);
      const left = said.flatMap(({ where, text }) => {
        const words = wordsIn(bare(cutOff(text))).filter((word) => !own.has(word) && !allowed.test(word));
        return words.length === 0 ? [] : [`${where}: "${text}" has ${words.join(', ')}`];
      });
      assert.deepEqual(left, []);
      const all = said.map(({ text }) => text).join('\n');
      for (const pattern of wanted) assert.match(all, pattern);
    });
  }

  async function choose({ page }: Preview, tab: PreviewTab): Promise<void> {
    await page.locator(`#tab-${tab}`).click();
  }

  it('are from tables in the picture and the table of costs, by every metric', async () => {
    const opened = await open([shown]);
    await opened.page.locator('.node').first().waitFor();
    await allMarked(opened, [shown], /⟦side head · \+280⟧/);
    await opened.page.locator('.tools vscode-button').nth(1).click();
    await opened.page.locator('.node.kind-turn').first().waitFor();
    await opened.page.locator('.cost-row.is-parent .row-toggle').first().click();
    for (const metric of viewMetrics) {
      await opened.page.locator(`.segment[data-value=${metric}]`).click();
      await opened.page.locator(`.segment[data-value=${metric}][aria-checked=true]`).waitFor();
      await allMarked(opened, [shown], /⟦turn 1⟧/, /⟦global avgpool⟧/, /⟦leads nowhere⟧/, /⟦3 by 3⟧/);
    }
  });

  it('are from tables on the cards of nodes', async () => {
    const opened = await open([shown]);
    await opened.page.locator('.node').first().waitFor();
    for (const id of ['image', 'conv_1', 'first', 'aux', 'stray']) {
      await opened.page.locator(`[data-id="${id}"] .item`).hover({ force: true });
      await opened.page.locator('.tooltip:not([hidden])').waitFor();
      await allMarked(opened, [shown], /⟦line \d+⟧/);
      await opened.page.mouse.move(2, 2);
    }
  });

  it('are from tables where a network is compared', async () => {
    const files = new MemoryFiles({ 'memory:/net.cnn': source });
    const session = {
      workspace: new Workspace(files),
      settings: () => ({ choices: [], timeOf: () => undefined, words: pseudoWords }),
    };
    const before = source
      .replace('conv(8, 3x3, stride = 2x1)', 'conv(12, 3x3, stride = 2x1)')
      .replace('<= 9K', '<= 1M');
    const texts = [{ uri: 'memory:/net.cnn', text: before.replace('  last = conv', '  lrn()\n  last = conv') }];
    const outcome = await compareWith(session, 'memory:/net.cnn', {}, { kind: 'commit', texts });
    if (outcome.kind !== 'done') assert.fail(outcome.kind);
    const { kind: _, ...report } = outcome;
    const compared = { type: 'comparison', with: { kind: 'commit' }, name: 'abc', isNew: true, report } as const;
    const opened = await open([shown, compared]);
    await opened.page.locator('.compare-row').first().waitFor();
    await allMarked(opened, [shown, compared], /⟦What the change does⟧/);
  });

  it('are from tables in the charts of costs, by every metric', async () => {
    const opened = await open([shown]);
    const { page } = opened;
    await page.locator('.cost-tools .segment[data-value=charts]').click();
    await page.getByRole('tree').nth(1).waitFor();
    for (const metric of viewMetrics) {
      await page.locator(`.header .segment[data-value=${metric}]`).click();
      await page.locator(`.header .segment[data-value=${metric}][aria-checked=true]`).waitFor();
      await page.locator('.icicle-cell').nth(2).hover();
      await allMarked(opened, [shown], /⟦.*of all⟧/);
    }
  });

  it('are from tables where memory is shown step by step', async () => {
    const network = analysis.networks[0] ?? assert.fail('no network');
    const report: HostMessage = { type: 'memory', report: memoryReport(network) };
    const opened = await open([shown, { type: 'show', tab: 'memory' }, report]);
    const { page } = opened;
    const chart = page.getByRole('slider');
    await chart.waitFor();
    await allMarked(opened, [shown, report], /⟦peak /);
    await chart.hover({ position: { x: 200, y: 150 } });
    await page.locator('.live-card:not([hidden])').waitFor();
    await allMarked(opened, [shown, report], /⟦step \d+ of \d+, line \d+⟧/);
    await chart.press('t');
    await page.getByRole('table', { name: /Live bytes of each step/ }).waitFor();
    await allMarked(opened, [shown, report]);
  });

  it('are from tables where a number is taken apart', async () => {
    const none = await open([shown, { type: 'show', tab: 'layer' }]);
    await allMarked(none, [shown], /⟦Select a layer/);
    for (const path of ['conv_1', 'first', 'first/branch_2/conv_2', 'aux', 'stray']) {
      const explanation = explained(path);
      const node = view.nodes.find((candidate) => candidate.path === path)?.id ?? assert.fail(path);
      await none.send({ type: 'show', tab: 'layer', node });
      await none.send(explanation);
      await none.page.locator('.explain h2:visible').nth(1).waitFor();
      await allMarked(none, [shown, explanation], /⟦(How it is counted|Everything in it)⟧/);
      const statement = { path, text: 'conv(8)', line: 3, fileName: 'blocks.cnn', shared: ['conv_9'] };
      const itsText: HostMessage = { type: 'statement', path, statement };
      await none.send(itsText);
      await none.page.locator('.statement-text:visible').waitFor();
      await allMarked(none, [shown, explanation, itsText], /⟦Its text⟧/);
    }
    await none.send({ type: 'show', tab: 'layer', node: 'image' });
    await allMarked(none, [shown, explained('stray')], /⟦The input costs nothing/);
  });

  it('are from tables where other values are tried out', async () => {
    const controls = await sampleControls('conv_1', pseudoWords);
    const opened = await open([shown, { type: 'show', tab: 'whatIf' }, controls]);
    await opened.page.locator('.bottleneck-chart svg').waitFor();
    const first = view.nodes.find(({ op }) => op === 'conv')?.id ?? assert.fail('no conv');
    await opened.send({ type: 'textView', view });
    await opened.send({ type: 'show', tab: 'whatIf', node: first });
    await opened.page.locator('input[type=range]').first().press('ArrowRight');
    await opened.page.locator('.what-if-strip').waitFor();
    const said = [shown, controls];
    await allMarked(opened, said, /⟦What Apply writes⟧/);
    const message = 'found 16.5';
    const changes = [{ target: { kind: 'parameter', name: 'r' }, label: 'r', was: '16', now: '17' }] as const;
    const refused = { type: 'designRefused', turn: 1, changes, refused: changes[0], message, nearest: ['16'] } as const;
    await opened.send(refused);
    await opened.page.locator('.control-note:not([hidden])').first().waitFor();
    await allMarked(opened, [...said, refused], /⟦The nearest that work:⟧/);
    const swept = { type: 'sweepResult', purpose: 'sweep', report: sampleSweep } as const;
    await opened.page.locator('.what-if-head .segment').nth(1).click();
    await opened.send(swept);
    await opened.page.locator('.chart-point').first().waitFor();
    await allMarked(opened, [...said, swept], /⟦Copy table⟧/);
    for (const kind of ['range', 'value', 'parameter', 'twice', 'where', 'measure', 'many', 'network'] as const) {
      const refusal = {
        type: 'sweepRefused',
        purpose: 'sweep',
        refusal: { kind, text: '2001', mistake: null },
      } as const;
      await opened.send(refusal);
      await allMarked(opened, [...said, swept, refusal]);
    }
    await opened.page.locator('.what-if-head .segment').nth(2).click();
    await opened.send({ ...swept, purpose: 'fit' });
    await opened.page.locator('.what-if-fit .facts').waitFor();
    await allMarked(opened, [...said, swept], /⟦See all as a sweep⟧/);
  });

  it('are from tables before, during and after a run', async () => {
    const opened = await open([shown, { type: 'show', tab: 'run', node: 'conv_1' }]);
    await allMarked(opened, [shown], /⟦Random, from the seed⟧/);
    for (const phase of ['calibrate', 'prepare', 'verify', 'run'] as const) {
      const progress: HostMessage = { type: 'runProgress', progress: { phase, path: 'conv_1', index: 2, count: 10 } };
      await opened.page.locator('.run-buttons vscode-button').first().dispatchEvent('click');
      await opened.send(progress);
      await allMarked(opened, [shown, progress], phase === 'run' ? /⟦running⟧/ : /⟦2 of 10⟧|⟦measuring/);
    }
    const failures = [
      { type: 'runFailed', message: '⟦no image⟧', isCancelled: false },
      { type: 'runFailed', message: '', isCancelled: true },
    ] as const;
    for (const failed of failures) {
      await opened.send(failed);
      await allMarked(opened, [shown], failed.isCancelled ? /⟦The run was cancelled/ : /⟦Run again⟧/);
    }
    for (const done of [run, { ...run, documentVersion: 0, prediction }]) {
      const message: HostMessage = { type: 'runResult', run: done };
      await opened.send(message);
      await opened.page.locator('.run-result .statistics').waitFor();
      const timed = done.prediction === null ? /⟦Calibrate/ : /⟦memory bound⟧/;
      await allMarked(opened, [shown, message], timed, /⟦Values that are not a number appear first in layer_5\.⟧/);
    }
  });

  it('are from tables beside a mistake, and without an answer of the host', async () => {
    const opened = await open([wrong]);
    await opened.page.locator('.error-text').waitFor();
    await allMarked(opened, [wrong], /⟦Line \d+:⟧ ⟦⟦/, /⟦Fix⟧/);
    const unavailable: HostMessage = { type: 'unavailable', message: '⟦starting⟧' };
    await opened.send(shown);
    await opened.send(unavailable);
    await opened.page.locator('.error-row.is-notice').waitFor();
    await allMarked(opened, [shown], /⟦The picture could not be brought up to date/);
    await opened.send(shown);
    await opened.send({ type: 'refused', messages: ['⟦width = same⟧'] });
    await opened.page.locator('.error-row', { hasText: 'Not applied' }).waitFor();
    await allMarked(opened, [shown]);
  });

  it('are from tables where there is no network', async () => {
    const cost = { multiplies: 1_582_671_872, params: 6_998_552 };
    const empty: HostMessage = {
      type: 'noNetwork',
      file: '/e.cnn',
      fileName: 'e.cnn',
      modules: [],
      errors: [],
      presets: [
        { name: 'a', title: 'Inception', sentence: 'A module.', ...cost },
        { name: 'b', title: 'GoogLeNet', sentence: '', ...cost },
      ],
      presetCount: 7,
    };
    const opened = await open([empty]);
    await opened.page.locator('.preset').first().waitFor();
    await allMarked(opened, [empty], /⟦All 7 networks…⟧/);
  });

  for (const [layout, width] of [
    ['medium', 900],
    ['narrow', 420],
  ] as const) {
    it(`are from tables in the ${layout} layout`, async () => {
      const opened = await open([shown], { width });
      await opened.page.locator(`.layout-${layout}`).waitFor();
      if (layout === 'narrow') await choose(opened, 'cost');
      await opened.page.locator('.cost-row').first().waitFor();
      await allMarked(opened, [shown], layout === 'narrow' ? /⟦Graph⟧/ : /⟦Layer⟧/);
      if (layout === 'narrow') await choose(opened, 'graph');
      await opened.page.locator('.node').first().waitFor();
      await allMarked(opened, [shown], layout === 'narrow' ? /⟦Share⟧/ : /⟦Share of all multiplies⟧/);
    });
  }
});

/** Fields of messages that say what something is and are no text for people. */
const notShown: ReadonlySet<string> = new Set([
  'type',
  'convention',
  'movements',
  'counts',
  'kind',
  'op',
  'metric',
  'glyph',
  'part',
  'of',
  'unit',
  'code',
  'severity',
  'status',
  'verdict',
  'phase',
  'bound',
]);

/** A text that was cut to fit into a box has lost its last mark. */
function cutOff(text: string): string {
  return text.endsWith('…') ? `${text}${'⟧'.repeat(text.split('⟦').length - text.split('⟧').length)}` : text;
}

/** Without signs: `conv 3×3` are the words conv, 3 and 3. */
function wordsIn(text: string): string[] {
  return text
    .split(/[^\p{L}\p{N}_.,]+/u)
    .map((word) => word.replace(/^[.,]+|[.,]+$/g, ''))
    .filter((word) => word !== '');
}
