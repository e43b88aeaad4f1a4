/**
 * What a person waits for in the preview, in the real page in Chromium: the first picture of large networks, frames while it is
 * moved, its memory, and how soon figures and picture follow a keystroke and a slider. Its host, session and controller are in
 * this process, as an extension's are in another than the page's. Started by `npm run bench -- --only preview`, as a bundle:
 * under tsx functions are called through getters of their modules.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { type HostMessage, protocolVersion, type ViewMessage } from '../../src/protocol/messages';
import { layerTimes } from '../../src/session/layer-times';
import { Presets } from '../../src/session/presets';
import { PreviewController } from '../../src/session/preview-controller';
import type { PreviewEditor } from '../../src/session/preview-ports';
import { SessionSource } from '../../src/session/session-source';
import { editorWords } from '../../src/words/editor';
import { extensionWords } from '../../src/words/extension';
import { MemoryFiles } from '../../src/workspace/memory-files';
import { Workspace } from '../../src/workspace/workspace';
import { pageClock } from '../../webview/page-clock';
import { bundlePreview, type Files, launch, openPreview } from './rig';

/** Milliseconds and bytes; of what is done again and again medians and the longest. */
interface LargeFigures {
  readonly name: string;
  readonly layers: number;
  /** From the text to the drawn picture: the host's analysis and view, then the page's layout and drawing; not the way between. */
  readonly pictureMs: number;
  /** On the page's main thread, while it opened. */
  readonly longestTaskMs: number;
  readonly panMs: readonly [median: number, longest: number];
  /** Of the page, after a collection of garbage: values of scripts, and all that its process has for itself. */
  readonly heapBytes: number;
  readonly processBytes: number;
}

interface FollowFigures {
  readonly name: string;
  readonly times: number;
  readonly numbersMs: readonly [median: number, longest: number];
  readonly pictureMs: readonly [median: number, longest: number];
  readonly longestTaskMs: number;
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

const file = 'memory:/designs/main.cnn';

const editor: PreviewEditor = {
  cursor: () => undefined,
  highlight: async () => {},
  clearHighlight: () => {},
  showInstances: async () => {},
  open: async () => {},
  pickImages: async () => [],
  pickWeights: async () => undefined,
  apply: async () => {},
  lastCommit: async () => '',
  pickDesign: async () => undefined,
  pickPreset: async () => undefined,
  usePreset: async () => {},
  importModel: async () => {},
  save: async () => false,
  settings: () => ({ metric: 'multiplies' }),
};

/** A design in the page, whose host is here. */
class OpenDesign {
  private version = 1;

  private constructor(
    readonly page: Page,
    private readonly workspace: Workspace,
    private readonly controller: PreviewController,
    /** From the text to the drawn picture. */
    readonly pictureMs: number,
    readonly close: () => Promise<void>,
  ) {}

  static async open(browser: Browser, files: Files, text: string): Promise<OpenDesign> {
    const memory = new MemoryFiles({ [file]: text });
    const workspace = new Workspace(memory);
    const settings = () => ({ choices: [], timeOf: layerTimes(undefined), words: editorWords('en') });
    const session = { workspace, settings };
    const refuse = () => Promise.reject(new Error('nothing is run here'));
    const runner = { run: refuse, look: refuse, calibrate: refuse };
    const machine = { runner, profile: () => undefined, setProfile: () => {} };
    // What comes before the page is there is served to it, as it is too large for the browser's protocol.
    const early: HostMessage[] = [];
    let send: ((message: HostMessage) => void) | undefined;
    const controller = new PreviewController(
      file,
      {
        page: {
          isVisible: true,
          post: (message) => (send === undefined ? void early.push(message) : send(message)),
          setNetwork: () => {},
        },
        source: new SessionSource(session, machine, memory),
        editor,
        clock: pageClock,
        say: extensionWords('en').previewRun,
        log: (message) => console.error(message),
      },
      new Presets({ files: async () => [], facts: async () => null }),
      undefined,
    );
    const startedAt = performance.now();
    controller.receive({ type: 'ready', protocol: protocolVersion, network: null });
    while (!early.some(({ type }) => type === 'view')) await pause(1);
    const hostMs = performance.now() - startedAt;
    const preview = await openPreview(browser, files, { messages: early });
    const { page } = preview;
    await page.exposeFunction('toHost', (message: ViewMessage) => controller.receive(message));
    await page.evaluate(recording);
    send = (message) => void page.evaluate((value) => window.postMessage(value, '*'), message);
    await page.waitForFunction(() => performance.getEntriesByName('incept.picture').length > 0, undefined, {
      timeout: 120_000,
    });
    const pageMs = await page.evaluate(() => {
      const at = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN;
      return at('incept.picture') - at('rig.sent');
    });
    return new OpenDesign(page, workspace, controller, hostMs + pageMs, async () => {
      controller.dispose();
      await preview.close();
    });
  }

  write(text: string): void {
    this.workspace.setText(file, ++this.version, text);
    this.controller.fileChanged(file);
  }
}

/**
 * Script of the page: what it posts goes to the host here, and it writes down when its figures and its picture changed last and
 * how long its main thread was held. Times are since 1970, which both processes know.
 */
const recording = `{
  for (const message of window.posted.splice(0)) if (message.type !== 'ready') toHost(message);
  window.posted.push = (message) => { void toHost(message); return 0; };
  const now = () => performance.timeOrigin + performance.now();
  window.seen = { numbers: 0, picture: 0, longest: 0 };
  const watch = (selector, name) => new MutationObserver(() => requestAnimationFrame(() => { window.seen[name] = now(); }))
    .observe(document.querySelector(selector), { subtree: true, childList: true, characterData: true, attributes: true });
  watch('.header', 'numbers');
  watch('svg.scene', 'picture');
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.seen.longest = Math.max(window.seen.longest, duration);
  }).observe({ type: 'longtask', buffered: true });
}`;

interface Seen {
  readonly numbers: number;
  readonly picture: number;
  readonly longest: number;
}

const now = (): number => performance.timeOrigin + performance.now();

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

async function measure(): Promise<Figures> {
  const files = await bundlePreview();
  const browser = await launch();
  const [loadBefore = 0] = loadavg();
  try {
    const googlenet = readFileSync(join(root, 'examples/googlenet.cnn'), 'utf8');
    const large = [
      await measureLarge(browser, files, 'GoogLeNet', 83, googlenet),
      await measureLarge(browser, files, '5,000 layers in a row', 5000, chain(5000)),
      await measureLarge(browser, files, '5,000 layers in 625 modules, all open', 5000, modules(625), true),
      await measureLarge(browser, files, '99,900 layers in 999 modules, closed', 99_900, deep(999)),
    ];
    const follow = [
      await measureFollow(browser, files, 'GoogLeNet, a keystroke', googlenet, async (design, turn) => {
        design.write(googlenet.replace('conv(64 * width, 7x7', `conv(${64 + turn} * width, 7x7`));
      }),
      await measureFollow(browser, files, 'GoogLeNet, a layer more or less', googlenet, async (design, turn) => {
        const line = '  lrn()\n  conv(64';
        design.write(turn % 2 === 1 ? googlenet.replace(line, `  relu()\n${line}`) : googlenet);
      }),
      await measureFollow(browser, files, 'GoogLeNet, the slider of width', googlenet, async ({ page }, turn) => {
        await page.evaluate(
          (isOdd) => {
            const slider = document.querySelector('.control .slider-range[aria-label="width"]') as HTMLInputElement;
            if (isOdd) slider.stepDown();
            else slider.stepUp();
            slider.dispatchEvent(new Event('input', { bubbles: true }));
          },
          turn % 2 === 1,
        );
      }),
      await measureFollow(browser, files, '5,000 layers, a keystroke', chain(5000), async (design, turn) => {
        design.write(chain(5000).replace('conv(8, 3x3)', `conv(8, 3x3, dilation = ${1 + (turn % 2)})`));
      }),
    ];
    const [cpu] = cpus();
    const machine = `${cpus().length} x ${cpu?.model.trim() ?? 'unknown processor'}`;
    return { machine, load: [loadBefore, loadavg()[0] ?? 0], large, follow };
  } finally {
    await browser.close();
  }
}

async function measureLarge(
  browser: Browser,
  files: Files,
  name: string,
  layers: number,
  text: string,
  isOpened = false,
): Promise<LargeFigures> {
  process.stderr.write(`${name}\n`);
  const design = await OpenDesign.open(browser, files, text);
  const { page } = design;
  try {
    let { pictureMs } = design;
    if (isOpened) {
      const clickedAt = now();
      await page.getByRole('button', { name: 'Expand all' }).click();
      await page.waitForFunction(
        () => document.querySelector('.graph')?.getAttribute('aria-busy') === 'false',
        undefined,
        { timeout: 120_000 },
      );
      pictureMs = ((await page.evaluate('window.seen.picture')) as number) - clickedAt;
    }
    const { longest } = (await page.evaluate('window.seen')) as Seen;
    const frames = (await page.evaluate(pan)) as number[];
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    return {
      name,
      layers,
      pictureMs,
      longestTaskMs: longest,
      panMs: middleAndMost(frames),
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

async function measureFollow(
  browser: Browser,
  files: Files,
  name: string,
  text: string,
  change: (design: OpenDesign, turn: number) => Promise<void>,
): Promise<FollowFigures> {
  process.stderr.write(`${name}\n`);
  const design = await OpenDesign.open(browser, files, text);
  const { page } = design;
  try {
    if (name.includes('slider')) {
      await page.locator('#tab-whatIf').click();
      await page.locator('.control .slider-range[aria-label="width"]').waitFor();
    }
    await pause(1000);
    const [numbers, pictures]: [number[], number[]] = [[], []];
    const times = 16;
    for (let turn = 1; turn <= times; turn++) {
      if (turn === 5) await page.evaluate('void (window.seen.longest = 0)');
      const startedAt = now();
      await change(design, turn);
      // Until both have been still for a while.
      let seen: Seen;
      do {
        if (now() - startedAt > 60_000) throw new Error(`${name}: nothing follows`);
        await pause(250);
        seen = (await page.evaluate('window.seen')) as Seen;
      } while (
        seen.numbers < startedAt ||
        seen.picture < startedAt ||
        now() - Math.max(seen.numbers, seen.picture) < 200
      );
      // The first ones warm up.
      if (turn < 5) continue;
      numbers.push(seen.numbers - startedAt);
      pictures.push(seen.picture - startedAt);
    }
    const { longest } = (await page.evaluate('window.seen')) as Seen;
    return {
      name,
      times: numbers.length,
      numbersMs: middleAndMost(numbers),
      pictureMs: middleAndMost(pictures),
      longestTaskMs: longest,
    };
  } finally {
    await design.close();
  }
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
  const pair = ([median, longest]: readonly [number, number]): string => `${median.toFixed(1)} / ${longest.toFixed(1)}`;
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
  const lines = [
    `${machine}; load ${load.map((value) => value.toFixed(1)).join(' to ')}. Pairs are the median and the longest.`,
    '',
    '| network | layers | first picture, ms | frames while it is moved, ms | longest task, ms | heap, MB | process, MB |',
    '|---|--:|--:|--:|--:|--:|--:|',
    ...large.map(
      (one) =>
        `| ${one.name} | ${one.layers} | ${one.pictureMs.toFixed(0)} | ${pair(one.panMs)} | ${one.longestTaskMs.toFixed(0)} | ${megabytes(one.heapBytes)} | ${megabytes(one.processBytes)} |`,
    ),
    '| *aim* | 5000 | 3000 | 33 | 50 | 250 | |',
    '| *aim* | 100000 | 5000 | | | | |',
    '',
    '| what follows what | times | figures, ms | picture, ms | longest task, ms |',
    '|---|--:|--:|--:|--:|',
    ...follow.map(
      (one) =>
        `| ${one.name} | ${one.times} | ${pair(one.numbersMs)} | ${pair(one.pictureMs)} | ${one.longestTaskMs.toFixed(0)} |`,
    ),
    '| *aim*, a keystroke | | 50 | 300 | 50 |',
    '| *aim*, a slider | | 16 | | 50 |',
  ];
  return `${lines.join('\n')}\n`;
}

const text = report(await measure());
writeFileSync(join(root, 'out/bench-preview.md'), text);
process.stdout.write(text);
