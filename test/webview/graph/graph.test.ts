/** The picture in a real browser: opening and closing, camera, keys, pointer, search, edits, accessibility. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { analyze } from '../../../src/analysis/analyze';
import type { ViewModel } from '../../../src/view/model';
import { editorWords } from '../../../src/words/editor';
import { analyzeText } from '../../support/analyze-text';
import { diskFiles, repositoryRoot } from '../../support/disk-files';
import { eventually, eventuallyEqual } from '../../support/eventually';
import { buildViewModel } from '../../support/view-model';
import { HarnessServer, type OpenHarness } from '../harness/open-harness';

const files = diskFiles(repositoryRoot);

function example(name: string): ViewModel {
  const model = buildViewModel(analyze(files, `${repositoryRoot}/examples/${name}.cnn`), undefined, editorWords('en'));
  assert.ok(model);
  return model;
}

function modelOf(text: string): ViewModel {
  const model = buildViewModel(analyzeText(text), undefined, editorWords('en'));
  assert.ok(model);
  return model;
}

const googlenet = example('googlenet');

/** The selector of a node's element. */
const at = (id: string): string => `.graph [data-id="${id}"]`;

interface ScreenBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function boxOf({ page }: OpenHarness, id: string): Promise<ScreenBox> {
  const box = await page.locator(`${at(id)} .body`).boundingBox();
  assert.ok(box, `${id} is on the page`);
  return box;
}

async function clickNode(harness: OpenHarness, id: string, modifiers: 'Alt'[] = []): Promise<void> {
  const box = await boxOf(harness, id);
  for (const key of modifiers) await harness.page.keyboard.down(key);
  await harness.page.mouse.click(box.x + box.width / 3, box.y + Math.min(box.height, 30) / 2);
  for (const key of modifiers) await harness.page.keyboard.up(key);
}

const isExpanded = ({ page }: OpenHarness, id: string): Promise<string | null> =>
  page.locator(`${at(id)} .item`).getAttribute('aria-expanded');

const eventsOf = async ({ page }: OpenHarness): Promise<string[]> =>
  (await page.evaluate(() => window.harness.events)).filter((event) => !event.startsWith('hover'));

const cameraOf = ({ page }: OpenHarness) => page.evaluate(() => window.harness.graph.position()?.camera ?? null);

const focused = ({ page }: OpenHarness) =>
  page.evaluate(() => document.activeElement?.closest<SVGElement>('[data-id]')?.dataset.id ?? null);

function near(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual - expected) < 1.5, `${what}: ${actual}, expected ${expected}`);
}

describe('the picture on a page', function () {
  this.timeout(120_000);
  let server: HarnessServer;
  let harness: OpenHarness;

  // One page for all: a new one would load the layout worker anew each time.
  before(async () => {
    server = await HarnessServer.start();
    harness = await server.open();
  });
  after(async () => {
    await harness?.close();
    await server?.stop();
  });
  beforeEach(async () => {
    await harness.page.setViewportSize({ width: 1105, height: 845 });
    await harness.page.mouse.move(2, 2);
    await harness.page.evaluate(() => {
      window.harness.find('');
      window.harness.dispatch({ type: 'metricChosen', metric: 'multiplies' });
      window.harness.events.length = 0;
    });
    // Another network in between: what belongs to the one before is forgotten.
    await harness.show({ ...googlenet, network: 'Other' });
    await harness.show(googlenet);
  });

  it('shows all of GoogLeNet at first: 26 boxes, layered, whole in view, no map', async () => {
    await eventuallyEqual(() => harness.page.locator('.graph .node').count(), 26);
    await eventuallyEqual(() => harness.page.evaluate(() => window.harness.phase), 'idle');
    await eventuallyEqual(() => harness.page.locator('.minimap').isVisible(), false);
    const { width, height } = harness.page.viewportSize() ?? { width: 0, height: 0 };
    for (const id of ['image', 'prob', 'aux2']) {
      const box = await boxOf(harness, id);
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height, id);
    }
  });

  it('opens by the chevron, and the header stays where it was', async () => {
    const before = await boxOf(harness, 'inception_4a');
    await harness.page.locator(`${at('inception_4a')} .chevron`).click();
    await harness.settled();
    await eventuallyEqual(() => isExpanded(harness, 'inception_4a'), 'true');
    await eventuallyEqual(() => harness.page.locator('.graph .node').count(), 34);
    const after = await boxOf(harness, 'inception_4a');
    near(after.y, before.y, 'top');
    near(after.x + after.width / 2, before.x + before.width / 2, 'middle');
    await harness.page.locator(`${at('inception_4a')} .chevron`).click();
    await harness.settled();
    const again = await boxOf(harness, 'inception_4a');
    near(again.x, before.x, 'left after closing');
    near(again.y, before.y, 'top after closing');
  });

  it('opens by a double click and by Enter, and all of one kind by Alt and a click', async () => {
    const box = await boxOf(harness, 'inception_3b');
    await harness.page.mouse.dblclick(box.x + 60, box.y + 20);
    await harness.settled();
    await eventuallyEqual(() => isExpanded(harness, 'inception_3b'), 'true');
    await harness.page.keyboard.press('Enter');
    await harness.settled();
    await eventuallyEqual(() => isExpanded(harness, 'inception_3b'), 'false');
    await clickNode(harness, 'inception_3b', ['Alt']);
    await harness.settled();
    const open = await harness.page.evaluate(() => window.harness.state.openNodes.ids.length);
    assert.equal(open, 9);
  });

  it('tells of a click, marks the node and its lines, and forgets them on empty ground', async () => {
    await clickNode(harness, 'conv_3');
    await eventuallyEqual(() => eventsOf(harness), ['select conv_3']);
    await eventuallyEqual(() => harness.page.locator(`${at('conv_3')} .item`).getAttribute('aria-selected'), 'true');
    await eventuallyEqual(() => harness.page.locator('.graph .edge.is-related').count(), 2);
    await harness.page.mouse.click(5, 5);
    await eventuallyEqual(() => eventsOf(harness), ['select conv_3', 'select null']);
    await eventuallyEqual(() => harness.page.locator('.graph .is-selected').count(), 0);
  });

  it('tells of a double click on a layer, which belongs to the text', async () => {
    const box = await boxOf(harness, 'conv_3');
    await harness.page.mouse.dblclick(box.x + 60, box.y + 10);
    await eventually(async () => assert.ok((await eventsOf(harness)).includes('reveal conv_3')));
  });

  it('pans by a drag and the wheel, and zooms at the pointer with ctrl', async () => {
    const start = await cameraOf(harness);
    assert.ok(start);
    await harness.page.mouse.move(20, 400);
    await harness.page.mouse.down();
    await harness.page.mouse.move(70, 430, { steps: 4 });
    await harness.page.mouse.up();
    await eventually(async () => {
      const camera = await cameraOf(harness);
      near((camera?.x ?? 0) - start.x, 50, 'dragged sideways');
      near((camera?.y ?? 0) - start.y, 30, 'dragged down');
    });
    await harness.page.mouse.wheel(0, 100);
    await eventually(async () => near(((await cameraOf(harness))?.y ?? 0) - start.y, -70, 'wheeled'));
    const box = await boxOf(harness, 'inception_4c');
    await harness.page.mouse.move(box.x, box.y);
    await harness.page.keyboard.down('Control');
    await harness.page.mouse.wheel(0, -100);
    await harness.page.keyboard.up('Control');
    await eventually(async () => {
      const zoomed = await boxOf(harness, 'inception_4c');
      near(zoomed.x, box.x, 'left under the pointer');
      near(zoomed.y, box.y, 'top under the pointer');
      assert.ok(zoomed.width > box.width * 1.1);
    });
    await eventuallyEqual(() => harness.page.locator('.minimap').isVisible(), true);
    await eventuallyEqual(() => eventsOf(harness), []);
  });

  it('obeys the zoom keys within their limits', async () => {
    await clickNode(harness, 'conv_3');
    await harness.page.keyboard.press('1');
    await eventually(async () => assert.equal((await cameraOf(harness))?.zoom, 1));
    for (let i = 0; i < 10; i++) await harness.page.keyboard.press('+');
    await eventually(async () => assert.equal((await cameraOf(harness))?.zoom, 3));
    for (let i = 0; i < 20; i++) await harness.page.keyboard.press('-');
    await eventually(async () => near((await cameraOf(harness))?.zoom ?? 0, 0.1, 'smallest'));
    await eventuallyEqual(() => harness.page.locator('.scene').getAttribute('data-detail'), 'far');
    await harness.page.keyboard.press('0');
    await harness.settled();
    await eventuallyEqual(() => harness.page.locator('.minimap').isVisible(), false);
    await harness.page.keyboard.press('/');
    await eventually(async () => assert.ok((await eventsOf(harness)).includes('find')));
  });

  it('walks with the arrow keys: along the flow, into a module, between branches, to a head', async () => {
    await clickNode(harness, 'conv_3');
    const walk = async (...keys: string[]) => {
      for (const key of keys) {
        await harness.page.keyboard.press(key);
        await harness.settled();
      }
      return focused(harness);
    };
    assert.equal(await walk('ArrowDown'), 'lrn_2');
    assert.equal(await walk('ArrowDown', 'ArrowDown'), 'inception_3a');
    assert.equal(await walk('ArrowRight'), 'inception_3a');
    await eventuallyEqual(() => isExpanded(harness, 'inception_3a'), 'true');
    assert.equal(await walk('ArrowRight'), 'inception_3a/branch_1/conv_1');
    assert.equal(await walk('ArrowRight', 'ArrowRight'), 'inception_3a/branch_3/conv_1');
    assert.equal(await walk('ArrowDown'), 'inception_3a/branch_3/conv_2');
    assert.equal(await walk('ArrowDown', 'ArrowDown'), 'inception_3b');
    assert.equal(await walk('ArrowUp', 'ArrowLeft'), 'inception_3a');
    await eventuallyEqual(() => isExpanded(harness, 'inception_3a'), 'false');
    assert.equal(await walk('End'), 'prob');
    await eventuallyEqual(() => harness.page.locator('.graph .item[tabindex="0"]').count(), 1);
  });

  it('shows a card with the exact numbers beside the node, not over it', async () => {
    const box = await boxOf(harness, 'conv_3');
    await harness.page.mouse.move(box.x + 50, box.y + 20);
    const card = harness.page.locator('.tooltip');
    await card.waitFor({ state: 'visible' });
    const text = (await card.textContent()) ?? '';
    for (const part of [
      'conv_3',
      '346,816,512',
      '21.9%, 1st of 58',
      '110,784',
      '56\u00d756\u00d764 \u2192 56\u00d756\u00d7192',
    ]) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    const place = await card.boundingBox();
    assert.ok(place && (place.x >= box.x + box.width || place.x + place.width <= box.x));
    await harness.page.mouse.move(3, 3);
    await eventuallyEqual(() => card.isVisible(), false);
  });

  it('dims what a search does not find, and opens what hides a match', async () => {
    const found = await harness.page.evaluate(() => {
      window.harness.find('5x5');
      return window.harness.found();
    });
    // Nine modules have one each; the heads pool 5x5.
    assert.deepEqual(found, { count: 11, current: 0 });
    await eventually(async () => assert.ok((await harness.page.locator('.graph .node.is-dimmed').count()) > 10));
    const next = await harness.page.evaluate(() => {
      window.harness.findNext(1);
      return window.harness.found();
    });
    await harness.settled();
    assert.deepEqual(next, { count: 11, current: 1 });
    await eventuallyEqual(() => isExpanded(harness, 'inception_3a'), 'true');
    await eventuallyEqual(
      () => harness.page.locator(`${at('inception_3a/branch_3/conv_2')} .item`).getAttribute('aria-selected'),
      'true',
    );
    await clickNode(harness, 'image');
    await harness.page.keyboard.press('Escape');
    await eventuallyEqual(() => harness.page.locator('.graph .is-dimmed').count(), 0);
    await eventually(async () => assert.ok((await eventsOf(harness)).includes('find cleared')));
  });

  it('keeps camera, open bodies and elements over an edit', async () => {
    await harness.page.evaluate(() => {
      window.harness.setOpen(['inception_3b'], true);
    });
    await harness.settled();
    const before = await cameraOf(harness);
    await harness.page.mouse.move(20, 400);
    await harness.page.mouse.wheel(0, 40);
    await eventually(async () => assert.notDeepEqual(await cameraOf(harness), before));
    const camera = await cameraOf(harness);
    await harness.page.evaluate(() => {
      document.querySelector('[data-id="conv_1"]')?.setAttribute('data-seen', 'yes');
    });
    const edited: ViewModel = {
      ...googlenet,
      nodes: googlenet.nodes.map((node) =>
        node.id === 'conv_1' ? { ...node, filters: 96, title: 'conv 9\u00d79' } : node,
      ),
    };
    await harness.show(edited);
    await eventuallyEqual(() => cameraOf(harness), camera);
    await eventuallyEqual(() => isExpanded(harness, 'inception_3b'), 'true');
    await eventuallyEqual(() => harness.page.locator(at('conv_1')).getAttribute('data-seen'), 'yes');
    await eventually(async () =>
      assert.match((await harness.page.locator(at('conv_1')).textContent()) ?? '', /conv 9\u00d79/),
    );
  });

  it('comes back as it was from a saved state, and not for another network', async () => {
    await harness.page.evaluate(() => {
      window.harness.setOpen(['inception_5a'], true);
      window.harness.graph.zoomTo(0.9);
    });
    await harness.settled();
    // The picture tells where it is once per frame.
    await harness.page.waitForFunction(
      () =>
        JSON.stringify((window.harness.state.position as { camera?: unknown } | null)?.camera) ===
        JSON.stringify(window.harness.graph.position()?.camera),
    );
    const before = await harness.page.evaluate(() => ({
      saved: window.harness.saved(),
      position: window.harness.graph.position(),
    }));
    await harness.page.evaluate((state) => window.harness.restart(state), before.saved);
    await harness.show(googlenet);
    await eventuallyEqual(() => harness.page.evaluate(() => window.harness.graph.position()), before.position);
    await eventuallyEqual(() => isExpanded(harness, 'inception_5a'), 'true');
    await harness.page.evaluate((state) => window.harness.restart(state), before.saved);
    await harness.show({ ...googlenet, network: 'Other' });
    await eventuallyEqual(() => harness.page.evaluate(() => window.harness.state.openNodes.ids.length), 0);
    await eventually(async () => assert.notDeepEqual(await cameraOf(harness), before.position?.camera));
  });

  it('marks what is selected, hovered and found, wherever that was said, inside of a closed body by the body', async () => {
    const inner = 'inception_3b/branch_2/conv_2';
    await harness.page.evaluate((node) => {
      window.harness.dispatch({ type: 'selection', nodes: [node] });
      window.harness.dispatch({ type: 'hovered', node: 'conv_3' });
    }, inner);
    const marked = (name: string) =>
      harness.page
        .locator(`.graph .node.${name}`)
        .evaluateAll((all) => all.map((node) => node.getAttribute('data-id')));
    await eventuallyEqual(() => marked('is-selected'), ['inception_3b']);
    await eventuallyEqual(() => marked('is-hovered'), ['conv_3']);
    await eventuallyEqual(() => isExpanded(harness, 'inception_3b'), 'false');
    await eventuallyEqual(() => harness.page.locator('.tooltip').isVisible(), false);
    await harness.page.evaluate(() => window.harness.setOpen(['inception_3b'], true));
    await harness.settled();
    await eventuallyEqual(() => marked('is-selected'), [inner]);
    await eventuallyEqual(() => eventsOf(harness), []);
  });

  it('opens and closes all, and what the focus is in stays in sight', async () => {
    await clickNode(harness, 'inception_4c');
    await harness.page.evaluate(() => window.harness.dispatch({ type: 'allToggled', isOpen: true }));
    await harness.settled();
    await eventuallyEqual(() => harness.page.locator('.graph .node.is-open').count(), 11);
    await harness.page.evaluate(() => window.harness.dispatch({ type: 'allToggled', isOpen: false }));
    await harness.settled();
    await eventuallyEqual(() => harness.page.locator('.graph .node.is-open').count(), 0);
    const box = await boxOf(harness, 'inception_4c');
    assert.ok(box.y >= 0 && box.y < 845 && box.x >= 0 && box.x < 1105);
  });

  it('cuts its columns for what is open when all is opened or closed, as a preview that opens so, and not for an edit', async () => {
    const position = () => harness.page.evaluate(() => window.harness.graph.position());
    const toggleAll = async (isOpen: boolean): Promise<void> => {
      await harness.page.evaluate((value) => window.harness.dispatch({ type: 'allToggled', isOpen: value }), isOpen);
      await harness.settled();
    };
    const closed = await position();
    // A person who has opened one module by hand has moved the picture.
    await harness.page.locator(`${at('inception_3a')} .chevron`).click();
    await harness.settled();
    await eventuallyEqual(async () => (await position())?.cuts, closed?.cuts);
    await toggleAll(true);
    const opened = await position();
    assert.notDeepEqual(opened?.cuts, closed?.cuts);
    await harness.show({ ...googlenet, nodes: googlenet.nodes.map((node) => ({ ...node, title: `${node.title}!` })) });
    await eventuallyEqual(position, opened);
    await harness.page.evaluate(() => {
      const { position: _, ...saved } = window.harness.saved() as { position: unknown };
      window.harness.restart(saved);
    });
    await harness.show(googlenet);
    await eventuallyEqual(async () => (await position())?.cuts, opened?.cuts);
    await eventuallyEqual(async () => (await position())?.camera, opened?.camera);
    await toggleAll(false);
    await eventuallyEqual(position, closed);
  });

  it('cuts its columns for all of a kind that are opened at once, and the one that was clicked stays in place', async () => {
    const cuts = () => harness.page.evaluate(() => window.harness.graph.position()?.cuts);
    const before = await cuts();
    const box = await boxOf(harness, 'inception_3b');
    await clickNode(harness, 'inception_3b', ['Alt']);
    await harness.settled();
    await eventually(async () => assert.notDeepEqual(await cuts(), before));
    const after = await boxOf(harness, 'inception_3b');
    near(after.y, box.y, 'top');
    near(after.x + after.width / 2, box.x + box.width / 2, 'middle');
  });

  it('comes to rest at the same place with motion as without', async () => {
    const open = ({ page }: OpenHarness) => page.evaluate(() => window.harness.setOpen(['inception_3b'], true));
    await open(harness);
    await harness.settled();
    const expected = await boxOf(harness, 'inception_3b');
    const moving = await server.open({ reducedMotion: false });
    await moving.show(googlenet);
    await open(moving);
    await moving.settled();
    await moving.page.waitForFunction(() => document.querySelectorAll('.graph .is-new').length === 0);
    await eventuallyEqual(() => boxOf(moving, 'inception_3b'), expected);
    await eventually(async () =>
      assert.deepEqual(
        await moving.page.evaluate(() =>
          [...document.querySelectorAll('.graph .line')].map((line) => line.getAttribute('d')).sort(),
        ),
        await harness.page.evaluate(() =>
          [...document.querySelectorAll('.graph .line')].map((line) => line.getAttribute('d')).sort(),
        ),
      ),
    );
    await moving.close();
  });

  it('moves nothing for an edit that changes no place', async () => {
    const moving = await server.open({ reducedMotion: false });
    await moving.show(googlenet);
    const edited = {
      ...googlenet,
      nodes: googlenet.nodes.map((node) => (node.id === 'conv_1' ? { ...node, title: 'conv 9\u00d79' } : node)),
    };
    const moves = await moving.page.evaluate(async (view) => {
      let count = 0;
      const observer = new MutationObserver((found) => {
        count += found.length;
      });
      const node = document.querySelector('.graph [data-id="conv_3"]') as Element;
      observer.observe(node, { attributes: true, attributeFilter: ['transform'] });
      window.harness.show(view);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return count;
    }, edited);
    await eventually(async () =>
      assert.match((await moving.page.locator(at('conv_1')).textContent()) ?? '', /conv 9\u00d79/),
    );
    assert.ok(moves <= 1, `placed ${moves} times`);
    await moving.close();
  });

  it('switches the metric without moving anything', async () => {
    const camera = await cameraOf(harness);
    await harness.page.evaluate(() => window.harness.dispatch({ type: 'metricChosen', metric: 'params' }));
    await eventually(async () =>
      assert.match((await harness.page.locator(at('conv_3')).textContent()) ?? '', /110\.7 K|110\.8 K/),
    );
    await eventuallyEqual(() => cameraOf(harness), camera);
  });

  it('shows errors on their node, the unknown hatched, and the last good picture faded', async () => {
    const text = readFileSync(`${repositoryRoot}/examples/googlenet.cnn`, 'utf8').replace(
      /inception_4d = inception\([^)]*\)/,
      'inception_4d = inception(112, 144)',
    );
    await harness.show(modelOf(text));
    await eventuallyEqual(() => harness.page.locator('.graph .has-error').count(), 1);
    await eventuallyEqual(() => harness.page.locator(`${at('inception_4d')} .badge`).count(), 1);
    await eventually(async () => assert.ok((await harness.page.locator('.graph .edge.is-unknown').count()) >= 2));
    await harness.show({ ...googlenet, status: 'broken' });
    await eventuallyEqual(() => harness.page.locator('.graph.is-broken').count(), 1);
  });

  it('takes no text for markup', async () => {
    const hostile = '<img src=x onerror="window.hacked = 1">';
    const model = {
      ...googlenet,
      nodes: googlenet.nodes.map((node) => ({ ...node, title: hostile, name: hostile, call: hostile })),
    };
    await harness.show(model);
    const box = await boxOf(harness, 'conv_3');
    await harness.page.mouse.move(box.x + 50, box.y + 20);
    await harness.page.locator('.tooltip').waitFor({ state: 'visible' });
    await eventuallyEqual(() => harness.page.locator('.graph img, .tooltip img').count(), 0);
    await eventuallyEqual(() => harness.page.evaluate(() => 'hacked' in window), false);
  });

  it('draws only what is near the view in a large picture, and finds the rest by the keys', async () => {
    const body = Array.from({ length: 500 }, () => 'conv(8, 3x3)').join('\n');
    await harness.show(modelOf(`network Deep { input image: 8x8x8\n${body} }`));
    await harness.page.evaluate(() => window.harness.graph.zoomTo(1));
    await eventually(async () => assert.ok((await harness.page.locator('.graph .node').count()) < 400));
    await harness.page.evaluate(() => window.harness.graph.focus());
    await harness.page.keyboard.press('End');
    await eventuallyEqual(() => focused(harness), 'output');
    await eventually(async () => {
      const box = await boxOf(harness, 'output');
      assert.ok(box.y > 0 && box.y < 845);
    });
  });

  it('fits a narrow canvas by its width, from the top', async () => {
    await harness.page.setViewportSize({ width: 420, height: 715 });
    await harness.settled();
    await eventually(async () => {
      const image = await boxOf(harness, 'image');
      assert.ok(image.y > 0 && image.y < 60, `${image.y}`);
      const head = await boxOf(harness, 'inception_3a');
      assert.ok(head.x >= 0 && head.x + head.width <= 420);
    });
    await eventuallyEqual(() => harness.page.locator('.minimap').isVisible(), true);
  });

  it('names its parts for a screen reader', async () => {
    await harness.page.evaluate(() => window.harness.setOpen(['inception_3b'], true));
    await harness.settled();
    await eventuallyEqual(
      () => harness.page.locator(`${at('conv_3')} .item`).getAttribute('aria-label'),
      'conv 3 by 3, 192 filters, 56 by 56 by 192, 346.8 million multiplies, 21.9 percent, 1st of 58',
    );
    await eventuallyEqual(
      () => harness.page.locator(`${at('inception_3b/branch_2/conv_2')} .item`).getAttribute('aria-level'),
      '2',
    );
    await harness.page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
    const found = await harness.page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    });
    // The page around the picture is the panel's; its headings are none of the picture's.
    assert.deepEqual(
      found.filter((violation) => !violation.startsWith('page-has-heading-one')),
      [],
    );
  });

  it('opens no picture unlabelled: what does not fit legibly is shown from its top', async () => {
    await harness.page.setViewportSize({ width: 571, height: 320 });
    await harness.show({ ...googlenet, network: 'Other' });
    await harness.show(googlenet);
    await eventually(async () => assert.ok(((await cameraOf(harness))?.zoom ?? 0) >= 0.74));
    const first = await boxOf(harness, 'image');
    assert.ok(first.y >= 0 && first.y < 100, `the input is at ${first.y}`);
    assert.ok(first.x > 0 && first.x + first.width < 571);
  });

  it('hears its keys after a click beside all nodes', async () => {
    await harness.page.mouse.click(6, 6);
    await harness.page.keyboard.press('1');
    await eventually(async () => near((await cameraOf(harness))?.zoom ?? 0, 1, 'zoom'));
    await harness.page.keyboard.press('-');
    await eventually(async () => near((await cameraOf(harness))?.zoom ?? 0, 0.8, 'zoom'));
  });

  it('keeps its columns and its place while a row comes below it and goes, and for all that `0` does', async () => {
    const before = await harness.page.evaluate(() => window.harness.graph.position());
    await harness.page.setViewportSize({ width: 1105, height: 800 });
    await harness.settled();
    await eventuallyEqual(() => harness.page.evaluate(() => window.harness.graph.position()), before);
    await harness.page.setViewportSize({ width: 1105, height: 845 });
    await harness.page.keyboard.press('0');
    await harness.settled();
    await eventuallyEqual(() => harness.page.evaluate(() => window.harness.graph.position()?.cuts), before?.cuts);
  });

  it('brings what is found out from under the map', async () => {
    await clickNode(harness, 'image');
    await harness.page.keyboard.press('+');
    await harness.page.keyboard.press('+');
    const map = harness.page.locator('.minimap');
    for (const { id, children } of googlenet.nodes.filter(({ level }) => level === 1)) {
      if (children.length > 0) continue;
      await harness.page.evaluate((node) => window.harness.dispatch({ type: 'selection', nodes: [node] }), id);
      await harness.settled();
      await eventually(async () => {
        const box = await boxOf(harness, id);
        const over = await map.boundingBox();
        assert.ok(over !== null, 'the map is there');
        const isApart =
          box.x + box.width <= over.x ||
          box.x >= over.x + over.width ||
          box.y + box.height <= over.y ||
          box.y >= over.y + over.height;
        assert.ok(isApart, `${id} is under the map`);
      });
    }
  });

  it('ends in a pill named as what comes out, with its shape before it', async () => {
    await harness.show(
      modelOf(
        'network N {\n  input image: 28x28x192\n  concat {\n    branch { conv(64, 1x1) }\n    branch { conv(192, 3x3) }\n  }\n  output mixed\n}',
      ),
    );
    const pill = harness.page.locator('.graph .kind-result');
    await pill.getByText('mixed').first().waitFor();
    const { width, height } = (await boxOf(harness, 'mixed')) as { width: number; height: number };
    near(width / height, 120 / 28, 'as the input');
    await harness.page.locator('.graph .shape', { hasText: '28×28×256' }).waitFor();
  });
});
