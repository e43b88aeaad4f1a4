/**
 * What a person waits for in the preview, in the real page in Chromium: the first picture of large networks, frames while it is
 * moved, its memory, and how soon figures and picture follow a keystroke and a slider; and what that makes the page do, which
 * a busy machine changes less than times. Its host is in a worker of the page (bench-host.ts). Started by
 * `npm run bench -- --only preview`, as a bundle: under tsx functions are called through getters of their modules.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { SentCounts, ToBenchHost } from './bench-host';
import { bundlePreview, bundleScript, type Files, launch, openPreview } from './rig';
import { longestTaskMs, traceCategories } from './trace';

/** Milliseconds and bytes; of what is done again and again medians and the longest. */
interface LargeFigures {
  readonly name: string;
  readonly layers: number;
  /** From the text to the drawn picture. */
  readonly pictureMs: number;
  readonly sentBytes: number;
  /** On the page's main thread while it opened: of its time, and of the processor's alone. */
  readonly longestTaskMs: readonly [wall: number, cpu: number];
  readonly panMs: readonly [median: number, longest: number];
  /** What the main thread does for a frame of it. */
  readonly panWork: PageWork;
  /** Of the page and its host, after a collection of garbage: values of scripts, and all that its process has for itself. */
  readonly heapBytes: number;
  readonly processBytes: number;
}

interface FollowFigures {
  readonly name: string;
  readonly times: number;
  readonly numbersMs: readonly [median: number, longest: number];
  /** 1 for the frame after that of the change. */
  readonly numbersFrames: readonly [median: number, longest: number];
  readonly pictureMs: readonly [median: number, longest: number];
  readonly longestTaskMs: readonly [wall: number, cpu: number];
  /** For one change. */
  readonly sentBytes: number;
  readonly work: PageWork;
}

/** Of the page's main thread, for one of what is done again and again: the processor's time, and how often. */
interface PageWork {
  readonly taskMs: number;
  readonly scriptMs: number;
  readonly styleMs: number;
  readonly layoutMs: number;
  readonly styles: number;
  readonly layouts: number;
}

interface Figures {
  readonly machine: string;
  /** Of the machine, before and after. */
  readonly load: readonly [number, number];
  readonly large: readonly LargeFigures[];
  readonly follow: readonly FollowFigures[];
}

/** Of the sources and of the bundle, as both lie two folders deep. */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Only measurements whose names hold one of these are taken. */
const wanted = process.argv.slice(2);

/**
 * Script of the page: its host is a worker, which is spoken to once it has started. Writes down when figures and picture were
 * painted after the last change, and how long the main thread was held. All times are the page's.
 */
function hostScript(worker: string, text: string): string {
  return `{
    const now = () => performance.now();
    const bench = window.bench = {
      startedAt: 0, changedAt: 0, figures: 0, frames: 0, picture: 0, longest: 0, sent: undefined,
      tell: (asked) => host.postMessage(asked),
      // At the start of a frame, as what a pointer does, while frame follows frame.
      change: (make) => requestAnimationFrame(() => {
        bench.figures = bench.picture = bench.frames = 0;
        bench.changedAt = now();
        const next = () => {
          if (bench.figures > 0 || bench.picture > 0) return;
          bench.frames++;
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
        make();
      }),
    };
    const host = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(worker)}], { type: 'text/javascript' })));
    let early = [];
    const post = (message) => {
      if (early !== undefined) early.push(message);
      else host.postMessage({ type: 'view', message });
    };
    host.onmessage = ({ data }) => {
      if (data.type === 'host') window.postMessage(data.message, '*');
      else if (data.type === 'sent') bench.sent = data.sent;
      else if (early !== undefined) {
        bench.startedAt = now();
        host.postMessage({ type: 'open', text: ${JSON.stringify(text)} });
        const first = early;
        early = undefined;
        first.forEach(post);
      }
    };
    window.acquireVsCodeApi = () => ({ postMessage: post, getState: () => undefined, setState: () => {} });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) bench.longest = Math.max(bench.longest, duration);
    }).observe({ type: 'longtask', buffered: true });
    // What changes in a frame is painted by the time that a task comes after it.
    const painted = new MessageChannel();
    painted.port1.onmessage = ({ data }) => {
      if (data === 'figures') bench.figures ||= now();
      else bench.picture = now();
    };
    const watch = (selector, name) => new MutationObserver(() => painted.port2.postMessage(name))
      .observe(document.querySelector(selector), { subtree: true, childList: true, characterData: true, attributes: true });
    bench.watch = () => { watch('.totals', 'figures'); watch('svg.scene', 'picture'); };
  }`;
}

/** What the script above keeps. */
interface Bench {
  readonly startedAt: number;
  readonly changedAt: number;
  readonly figures: number;
  /** Up to that with the figures. */
  readonly frames: number;
  readonly picture: number;
  readonly longest: number;
  readonly sent: SentCounts | undefined;
}

declare global {
  interface Window {
    readonly bench: Bench;
  }
}

/** A design in the page. */
class OpenDesign {
  private constructor(
    readonly page: Page,
    readonly devtools: CDPSession,
    /** From the text to the drawn picture. */
    readonly pictureMs: number,
    readonly longestTaskMs: readonly [wall: number, cpu: number],
    readonly close: () => Promise<void>,
  ) {}

  static async open(browser: Browser, files: Files, worker: string, text: string): Promise<OpenDesign> {
    const trace = await startTrace(browser);
    const preview = await openPreview(browser, files, { host: hostScript(worker, text) });
    const { page } = preview;
    await page.waitForFunction(() => performance.getEntriesByName('incept.picture').length > 0, undefined, {
      timeout: 120_000,
    });
    await pause(500);
    const cpu = longestTaskMs(await trace(), 'incept.picture');
    const drawnAt = (await page.evaluate(`performance.getEntriesByName('incept.picture')[0].startTime`)) as number;
    const { startedAt, longest } = await benchOf(page);
    await page.evaluate('bench.watch()');
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new OpenDesign(page, devtools, drawnAt - startedAt, [longest, cpu], () => preview.close());
  }

  /** What the page was sent since it was asked last, in characters of JSON. */
  async sentBytes(): Promise<number> {
    await this.page.evaluate('void (bench.sent = undefined, bench.tell({ type: "count" }))');
    await this.page.waitForFunction(() => window.bench.sent !== undefined);
    const { sent = {} } = await benchOf(this.page);
    return Object.values(sent).reduce((sum, { characters }) => sum + characters, 0);
  }

  /** Of the main thread since the page was opened. */
  async work(): Promise<PageWork> {
    const { metrics } = await this.devtools.send('Performance.getMetrics');
    const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return {
      taskMs: 1000 * of('TaskDuration'),
      scriptMs: 1000 * of('ScriptDuration'),
      styleMs: 1000 * of('RecalcStyleDuration'),
      layoutMs: 1000 * of('LayoutDuration'),
      styles: of('RecalcStyleCount'),
      layouts: of('LayoutCount'),
    };
  }
}

function perTime(before: PageWork, after: PageWork, times: number): PageWork {
  const each = (key: keyof PageWork): number => (after[key] - before[key]) / times;
  return {
    taskMs: each('taskMs'),
    scriptMs: each('scriptMs'),
    styleMs: each('styleMs'),
    layoutMs: each('layoutMs'),
    styles: each('styles'),
    layouts: each('layouts'),
  };
}

async function benchOf(page: Page): Promise<Bench> {
  return (await page.evaluate('({ ...bench, tell: 0, change: 0, watch: 0 })')) as Bench;
}

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** Of all processes of the browser; its end gives the events. */
async function startTrace(browser: Browser): Promise<() => Promise<Parameters<typeof longestTaskMs>[0]>> {
  await browser.startTracing(undefined, { categories: traceCategories });
  return async () => JSON.parse((await browser.stopTracing()).toString());
}

async function measure(): Promise<Figures> {
  const files = await bundlePreview();
  const worker = await bundleScript('test/webview/bench-host.ts');
  const browser = await launch();
  const [loadBefore = 0] = loadavg();
  const isWanted = (name: string): boolean => wanted.length === 0 || wanted.some((part) => name.includes(part));
  const large: LargeFigures[] = [];
  const follow: FollowFigures[] = [];
  const open = (text: string) => OpenDesign.open(browser, files, worker, text);
  const measureLarge = async (name: string, layers: number, text: string, isOpened = false): Promise<void> => {
    if (!isWanted(name)) return;
    process.stderr.write(`${name}\n`);
    large.push(await largeFigures(browser, () => open(text), name, layers, isOpened));
  };
  /** `change` is an expression of the page, with the number of the turn. */
  const measureFollow = async (name: string, text: string, change: (turn: number) => string): Promise<void> => {
    if (!isWanted(name)) return;
    process.stderr.write(`${name}\n`);
    follow.push(await followFigures(browser, () => open(text), name, change));
  };
  try {
    const googlenet = readFileSync(join(root, 'examples/googlenet.cnn'), 'utf8');
    await measureLarge('GoogLeNet', 83, googlenet);
    await measureLarge('5,000 layers in a row', 5000, chain(5000));
    await measureLarge('5,000 layers in 625 modules, all open', 5000, modules(625), true);
    await measureLarge('99,900 layers in 999 modules, closed', 99_900, deep(999));
    await measureFollow('GoogLeNet, a keystroke', googlenet, (turn) =>
      written(googlenet.replace('conv(64 * width, 7x7', `conv(${64 + turn} * width, 7x7`)),
    );
    const line = '  lrn()\n  conv(64';
    await measureFollow('GoogLeNet, a layer more or less', googlenet, (turn) =>
      written(turn % 2 === 1 ? googlenet.replace(line, `  relu()\n${line}`) : googlenet),
    );
    await measureFollow('GoogLeNet, the slider of width', googlenet, (turn) => moved('width', turn));
    await measureFollow('5,000 layers, a keystroke', chain(5000), (turn) =>
      written(chain(5000).replace('conv(8, 3x3)', `conv(8, 3x3, dilation = ${1 + (turn % 2)})`)),
    );
    const [cpu] = cpus();
    const machine = `${cpus().length} x ${cpu?.model.trim() ?? 'unknown processor'}`;
    return { machine, load: [loadBefore, loadavg()[0] ?? 0], large, follow };
  } finally {
    await browser.close();
  }
}

function written(text: string): string {
  const asked: ToBenchHost = { type: 'write', text };
  return `bench.tell(${JSON.stringify(asked)})`;
}

/** Away from what the text says, then to and fro, as by a person's hand. */
function moved(parameter: string, turn: number): string {
  return `{
    const slider = document.querySelector('.control .slider-range[aria-label="${parameter}"]');
    slider.step${turn === 1 || turn % 2 === 0 ? 'Down' : 'Up'}();
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  }`;
}

async function largeFigures(
  browser: Browser,
  open: () => Promise<OpenDesign>,
  name: string,
  layers: number,
  isOpened: boolean,
): Promise<LargeFigures> {
  const design = await open();
  const { page } = design;
  try {
    let { pictureMs } = design;
    if (isOpened) {
      await page.evaluate(`bench.change(() => document.querySelector('[aria-label="Expand all"]').click())`);
      await page.waitForFunction(
        () => window.bench.picture > 0 && document.querySelector('.graph')?.getAttribute('aria-busy') === 'false',
        undefined,
        { timeout: 120_000 },
      );
      await pause(500);
      const { picture, changedAt } = await benchOf(page);
      pictureMs = picture - changedAt;
    }
    const before = await design.work();
    const frames = (await page.evaluate(pan)) as number[];
    const panWork = perTime(before, await design.work(), frames.length);
    await design.devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await design.devtools.send('Runtime.getHeapUsage');
    return {
      name,
      layers,
      pictureMs,
      sentBytes: await design.sentBytes(),
      longestTaskMs: design.longestTaskMs,
      panMs: middleAndMost(frames),
      panWork,
      heapBytes: usedSize,
      processBytes: await rendererMemory(browser),
    };
  } finally {
    await design.close();
  }
}

/** Turns the wheel over the picture once a frame; milliseconds between frames. */
const pan = `new Promise((done) => {
  const graph = document.querySelector('.graph');
  const { left, top, width, height } = graph.getBoundingClientRect();
  const frames = [];
  let before;
  const step = (time) => {
    if (before !== undefined) frames.push(time - before);
    before = time;
    if (frames.length === 180) { done(frames); return; }
    const over = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true };
    graph.dispatchEvent(new WheelEvent('wheel', { ...over, deltaX: 0, deltaY: frames.length % 120 < 90 ? 60 : -120 }));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})`;

/** The first changes warm up. */
const [warmUps, times] = [4, 12];

async function followFigures(
  browser: Browser,
  open: () => Promise<OpenDesign>,
  name: string,
  change: (turn: number) => string,
): Promise<FollowFigures> {
  const design = await open();
  const { page } = design;
  try {
    if (name.includes('slider')) {
      await page.locator('#tab-whatIf').click();
      await page.locator('.control .slider-range[aria-label="width"]').waitFor();
    }
    await pause(1000);
    const [numbers, frames, pictures]: [number[], number[], number[]] = [[], [], []];
    let [before, trace] = [await design.work(), async () => ({ traceEvents: [] as never[] })] as [
      PageWork,
      Awaited<ReturnType<typeof startTrace>>,
    ];
    for (let turn = 1; turn <= warmUps + times; turn++) {
      if (turn === warmUps + 1) {
        await design.sentBytes();
        await page.evaluate('void (bench.longest = 0)');
        trace = await startTrace(browser);
        await page.evaluate(`performance.mark('incept.followed')`);
        before = await design.work();
      }
      await page.evaluate(`bench.change(() => ${change(turn)})`);
      const { figures, frames: passed, picture, changedAt } = await settled(page, name);
      if (turn <= warmUps) continue;
      numbers.push(figures - changedAt);
      frames.push(passed);
      pictures.push(picture - changedAt);
    }
    const work = perTime(before, await design.work(), times);
    const { longest } = await benchOf(page);
    return {
      name,
      times,
      numbersMs: middleAndMost(numbers),
      numbersFrames: middleAndMost(frames),
      pictureMs: middleAndMost(pictures),
      longestTaskMs: [longest, longestTaskMs(await trace(), 'incept.followed')],
      sentBytes: (await design.sentBytes()) / times,
      work,
    };
  } finally {
    await design.close();
  }
}

/** Once figures and picture have followed and been still for a while. */
async function settled(page: Page, name: string): Promise<Bench> {
  for (const startedAt = performance.now(); performance.now() - startedAt < 60_000; ) {
    await pause(250);
    const bench = await benchOf(page);
    const still = ((await page.evaluate('performance.now()')) as number) - bench.picture;
    if (bench.figures > 0 && bench.picture > 0 && still > 200) return bench;
  }
  throw new Error(`${name}: nothing follows`);
}

function middleAndMost(values: readonly number[]): [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  return [sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, sorted.at(-1) ?? Number.NaN];
}

/** What the largest process of a page has for itself; 0 where the system does not tell. */
async function rendererMemory(browser: Browser): Promise<number> {
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  await devtools.detach();
  if (process.platform !== 'linux') return 0;
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => 1024 * Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0));
  return Math.max(0, ...sizes);
}

function chain(layers: number): string {
  return `network Row() {\n  input image: 32x32x8\n${'  conv(8, 3x3)\n'.repeat(layers)}}\n`;
}

/** Of eight layers each, joins included. */
function modules(count: number): string {
  const block = `module block(c) {
  concat {
    branch { conv(c, 1x1) }
    branch { conv(c, 1x1) -> conv(c, 3x3) }
    branch { conv(c, 1x1) -> conv(c, 5x5) }
    branch { maxpool(3x3) -> conv(c, 1x1) }
  }
}
`;
  return `${block}network Modules() {\n  input image: 16x16x32\n${'  block(8)\n'.repeat(count)}}\n`;
}

function deep(count: number): string {
  const block = `module block(c) {\n${'  conv(c, 3x3)\n'.repeat(100)}}\n`;
  return `${block}network Deep() {\n  input image: 16x16x8\n${'  block(8)\n'.repeat(count)}}\n`;
}

/** Figures beside what they ought to be. */
function report({ machine, load, large, follow }: Figures): string {
  const pair = ([first, second]: readonly [number, number]): string => `${first.toFixed(0)} / ${second.toFixed(0)}`;
  const megabytes = (bytes: number, digits = 0): string => (bytes / 1e6).toFixed(digits);
  const work = ({ taskMs, scriptMs, styleMs, layoutMs, styles, layouts }: PageWork): string =>
    `${[taskMs, scriptMs, styleMs, layoutMs].map((ms) => ms.toFixed(1)).join(' / ')} | ${styles.toFixed(1)} / ${layouts.toFixed(1)}`;
  const lines = [
    `${machine}; load ${load.map((value) => value.toFixed(1)).join(' to ')}. Pairs are the median and the longest; of tasks the longest,`,
    `by the clock and by the processor. Work is the processor's milliseconds of the main thread: all, scripts, styles, layout; and how`,
    'often styles and layout were computed.',
    '',
    '| network | layers | first picture, ms | sent, MB | longest task, ms | frames while it is moved, ms | work of a frame, ms | styles, layouts | heap, MB | process, MB |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...large.map(
      (one) =>
        `| ${one.name} | ${one.layers} | ${one.pictureMs.toFixed(0)} | ${megabytes(one.sentBytes, 2)} | ${pair(one.longestTaskMs)} | ${pair(one.panMs)} | ${work(one.panWork)} | ${megabytes(one.heapBytes)} | ${megabytes(one.processBytes)} |`,
    ),
    '| *aim* | 5000 | 3000 | | 50 | 33 | | | 250 | |',
    '| *aim* | 100000 | 5000 | | | | | | | |',
    '',
    '| what follows what | times | figures, ms | figures, frames | picture, ms | longest task, ms | sent, KB | work, ms | styles, layouts |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|',
    ...follow.map(
      (one) =>
        `| ${one.name} | ${one.times} | ${pair(one.numbersMs)} | ${pair(one.numbersFrames)} | ${pair(one.pictureMs)} | ${pair(one.longestTaskMs)} | ${(one.sentBytes / 1e3).toFixed(1)} | ${work(one.work)} |`,
    ),
    '| *aim*, a keystroke | | 50 | | 300 | 50 | | | |',
    '| *aim*, a slider | | | 1 | | 50 | | | |',
  ];
  return `${lines.join('\n')}\n`;
}

const text = report(await measure());
writeFileSync(join(root, 'out/bench-preview.md'), text);
process.stdout.write(text);
