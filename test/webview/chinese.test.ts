/** The page in Chinese, wide and as narrow as a panel gets: nothing of it is English, and none of its words are cut or broken. */

import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { explainPath } from '../../src/advice/explain';
import type { HostMessage, PreviewTab } from '../../src/protocol/messages';
import { compareWith } from '../../src/session/compare-views';
import { memoryReport } from '../../src/session/memory';
import { buildFileView } from '../../src/view/build';
import { editorWords } from '../../src/words/editor';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';
import { analyzeText } from '../support/analyze-text';
import { repositoryRoot } from '../support/disk-files';
import { eventually } from '../support/eventually';
import { sampleLayer, sampleOutput, samplePrediction, sampleRun } from '../support/sample-run';
import { bundlePreview, type Files, launch, openPreview, type Preview } from './rig';
import { sampleControls, sampleSweep } from './sample-controls';

const words = editorWords('zh-cn');
const source = readFileSync(join(repositoryRoot, 'examples/googlenet.cnn'), 'utf8');
const analysis = analyzeText(source);
const view = buildFileView(analysis, undefined, words).view ?? assert.fail('no view');
const shown: HostMessage = { type: 'view', view, version: 1, documentVersion: 1 };

const run = sampleRun({
  backend: 'wasm',
  threads: 2,
  layers: Array.from({ length: 6 }, (_, index) =>
    sampleLayer(`layer_${index}`, { ms: index, multiplies: 1000 * index, nan: index === 5 ? 7 : 0 }),
  ),
  outputs: [sampleOutput('prob', { top: [{ index: 599, label: null, value: 0.62 }] })],
});
const bounds = ['compute', 'memory', 'overhead', null] as const;
const prediction = samplePrediction(
  bounds.flatMap((bound) => [1, 2].map(() => ({ predictedMs: 1, bound, limitShare: 0.5 }))).slice(0, 6),
);

describe('the page in Chinese', function () {
  this.timeout(120_000);
  let browser: Browser;
  let files: Files;
  let preview: Preview | undefined;

  before(async () => {
    files = await bundlePreview();
    browser = await launch();
  });
  after(() => browser?.close());
  const close = async () => {
    const { problems } = preview ?? { problems: [] };
    await preview?.close();
    preview = undefined;
    assert.deepEqual(problems, []);
  };
  afterEach(close);

  for (const width of [1600, 900, 420]) {
    const open = async (...messages: HostMessage[]): Promise<Preview> => {
      preview = await openPreview(browser, files, { language: 'zh-cn', messages, width });
      await preview.page.locator('.panel').waitFor();
      return preview;
    };
    /** The tab is opened as a host does, which is asked nothing in these tests. */
    const look = async (opened: Preview, name: string, says: RegExp): Promise<void> => {
      await eventually(() => lookOnce(opened, name, says));
      if (process.env.SHOTS !== undefined)
        await opened.page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}.png` });
    };
    const lookOnce = async (opened: Preview, name: string, says: RegExp): Promise<void> => {
      assert.deepEqual(await opened.page.evaluate(cutWords), [], `${name} at ${width}`);
      const [text, code] = await opened.page.evaluate(() => [
        document.body.innerText,
        [...document.querySelectorAll<HTMLElement>('pre, code')].map((element) => element.innerText).join('\n'),
      ]);
      // What stands in a design or in a sample is no text of the page.
      const isOurs = (line: string): boolean => !code.includes(line) && !line.includes('filters takes a whole number');
      const lines = text
        .split('\n')
        .filter(isOurs)
        .map((line) => line.replace(/`[^`]*`/g, ''));
      assert.deepEqual(
        lines.filter((line) => /(?<![\w.$/-])[a-z]{2,} [a-z]{2,}(?![\w/.(=-])/.test(line)),
        [],
        name,
      );
      assert.match(text, says);
    };

    it(`says all of a network's cost and picture in ${width} px`, async () => {
      const opened = await open(shown);
      await opened.page.locator('.node').first().waitFor();
      await look(opened, 'picture', /乘法/);
      await opened.send({ type: 'show', tab: 'cost' });
      await opened.page.locator('.cost-row').first().waitFor();
      await look(opened, 'cost', /占比/);
      await opened.page.keyboard.press('Escape');
    });

    it(`takes a number apart in ${width} px`, async () => {
      const path = 'inception_3a/branch_3/conv_2';
      const network = analysis.networks.at(-1) ?? assert.fail('no network');
      const explanation = explainPath(network, path) ?? assert.fail('no layer');
      const node = view.nodes.find((candidate) => candidate.path === path)?.id ?? assert.fail('no node');
      const opened = await open(shown, { type: 'show', tab: 'layer', node });
      await opened.send(JSON.parse(JSON.stringify({ type: 'explanation', path, explanation })));
      await opened.page.locator('.explain h2:visible').nth(1).waitFor();
      await look(opened, 'layer', /计数方法/);
    });

    it(`says what memory takes, what a run gave and what has changed in ${width} px`, async () => {
      const network = analysis.networks.at(-1) ?? assert.fail('no network');
      const files = new MemoryFiles({ 'memory:/net.cnn': source });
      const settings = () => ({ choices: [], timeOf: () => undefined, words });
      const session = { workspace: new Workspace(files), settings };
      const texts = [{ uri: 'memory:/net.cnn', text: source.replace('dropout', 'lrn() dropout') }];
      const outcome = await compareWith(session, 'memory:/net.cnn', {}, { kind: 'commit', texts });
      if (outcome.kind !== 'done') assert.fail(outcome.kind);
      const { kind: _, ...report } = outcome;
      const tabs: readonly (readonly [tab: PreviewTab, message: HostMessage, there: string, says: RegExp])[] = [
        ['memory', { type: 'memory', report: memoryReport(network) }, '[role=slider]', /峰值/],
        ['run', { type: 'runResult', run: { ...run, prediction } }, '.run-result .statistics', /实测/],
        [
          'compare',
          { type: 'comparison', with: { kind: 'commit' }, name: '3f0c2a1', isNew: true, report },
          '.compare-row',
          /变化的影响/,
        ],
      ];
      for (const [tab, message, there, says] of tabs) {
        const opened = await open(shown, { type: 'show', tab });
        await opened.send(message);
        await opened.page.locator(there).first().waitFor();
        await look(opened, tab, says);
        await close();
      }
    });

    it(`tries other values in ${width} px`, async () => {
      const controls = await sampleControls('conv_1', words);
      const opened = await open(shown, { type: 'show', tab: 'whatIf' }, controls);
      await opened.page.locator('.what-if-head').waitFor();
      await look(opened, 'whatIf', /滑块/);
      await opened.page.locator('.what-if-head .segment').nth(1).click();
      await opened.send({ type: 'sweepResult', purpose: 'sweep', report: sampleSweep });
      await opened.page.locator('.chart-point').first().waitFor();
      await look(opened, 'sweep', /复制表格/);
      await opened.page.locator('.what-if-head .segment').nth(2).click();
      await look(opened, 'fit', /上限/);
    });

    it(`helps where there is no network in ${width} px`, async () => {
      const cost = { multiplies: 1_582_671_872, params: 6_998_552 };
      const opened = await open({
        type: 'noNetwork',
        file: '/e.cnn',
        fileName: 'e.cnn',
        modules: [],
        errors: [],
        presets: [{ name: 'a', title: 'Inception', sentence: '', ...cost }],
        presetCount: 7,
      });
      await opened.page.locator('.preset').first().waitFor();
      await look(opened, 'empty', /e\.cnn 还没有网络/);
    });
  }
});

/** Words of ours that are cut off at the end of their box, or buttons and heads whose words need a second line. Runs in the page. */
function cutWords(): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    const own = [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.textContent ?? '');
    const text = own.join('').trim();
    if (!/\p{Script=Han}/u.test(text) || element.getClientRects().length === 0) continue;
    const style = getComputedStyle(element);
    const isHidden =
      style.visibility === 'hidden' || element.clientWidth <= 1 || element.closest('.is-only-read') !== null;
    if (isHidden) continue;
    if (/hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
      found.push(`cut: ${text}`);
    if (element.closest('button, [role=tab], [role=columnheader], th, vscode-button') === null) continue;
    const range = document.createRange();
    range.selectNodeContents(element);
    const tops = [...range.getClientRects()].map(({ top, height }) => Math.round(top + height / 2));
    if (Math.max(...tops) - Math.min(...tops) > 8) found.push(`broken: ${text}`);
  }
  return found;
}
