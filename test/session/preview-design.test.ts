/** A preview that shows a design in place of the text's own: the conversation of page, controller and source. */

import * as assert from 'node:assert/strict';
import type { HostMessage } from '../../src/protocol/messages';
import type { VersionedView } from '../../src/protocol/server-messages';
import type { SweepPart, SweptPoint } from '../../src/protocol/sweep';
import type { DesignChange } from '../../src/protocol/what-if';
import { Presets } from '../../src/session/presets';
import { PreviewController } from '../../src/session/preview-controller';
import type { ViewModel } from '../../src/view/model';
import { sampleView } from '../webview/sample-view';
import { nothing } from './preview-answers';
import { MemoryPorts, settled } from './preview-ports';

const file = 'file:///a.cnn';

const good = (documentVersion = 1): VersionedView => ({
  ...nothing,
  view: {
    ...sampleView([
      { path: 'conv_1', multiplies: 100 },
      { path: 'conv_2', multiplies: 50 },
    ]),
    file,
    network: 'A',
  },
  places: { nodes: [], errors: [], budgets: [] },
  documentVersion,
});

function start() {
  const ports = new MemoryPorts();
  const presets = new Presets({ files: async () => [], facts: async () => null });
  return { ports, controller: new PreviewController(file, ports, presets, undefined) };
}

const types = (messages: readonly HostMessage[]) => messages.map(({ type }) => type);

describe('preview: a design in place of the text', () => {
  const width = (now: string): DesignChange => ({
    target: { kind: 'parameter', name: 'width' },
    label: 'width',
    was: '1',
    now,
  });
  const overridesFor = (now: string) => ({ parameters: [{ name: 'width', value: now }] });
  const tried = (multiplies: number): VersionedView => ({
    ...good(),
    view: { ...sampleView([{ path: 'conv_1', multiplies }]), file, network: 'A' },
  });

  /** With a design that is shown. */
  async function designed() {
    const { ports, controller } = start();
    controller.receive({ type: 'ready', protocol: 2, network: null });
    ports.views[0]?.answer(good());
    await settled();
    ports.take();
    const attempt = (now: string, turn: number) =>
      controller.receive({ type: 'tryDesign', changes: [width(now)], changed: width(now), turn });
    attempt('2', 1);
    await settled();
    ports.views[1]?.answer(tried(7));
    await settled();
    return { ports, controller, attempt };
  }

  it('shows it, and tells what the text alone gives', async () => {
    const { ports } = await designed();
    assert.deepEqual(ports.askedOverrides, [undefined, overridesFor('2')]);
    const [told, ...others] = ports.take();
    // That picture is not sent once more.
    assert.deepEqual(told, { type: 'textView', view: 'shown' });
    assert.deepEqual(types(others), ['viewPatch']);
    assert.equal(ports.pictures.at(-1)?.view.totals.multiplies.value, 7);
  });

  it('sends the figures of each while it is moved about fast, and asks for the picture of the last', async () => {
    const { ports, attempt } = await designed();
    ports.take();
    const figuresFor: (string | undefined)[] = [];
    ports.figures = (_network, overrides) => {
      figuresFor.push(overrides?.parameters?.[0]?.value);
      const { nodes, edges, ...figures } = tried(8).view as ViewModel;
      return figures;
    };
    attempt('3', 2);
    attempt('4', 3);
    await settled();
    assert.deepEqual(figuresFor, ['3', '4']);
    assert.deepEqual(types(ports.take()), ['figures', 'figures']);
    assert.deepEqual(ports.askedOverrides.slice(2), [overridesFor('4')]);
  });

  it('shows what comes on the way while it is moved about, and asks for the last', async () => {
    const { ports, attempt } = await designed();
    ports.take();
    ports.pass(1000);
    for (const [turn, now] of [3, 4, 5, 6].entries()) attempt(String(now), turn + 2);
    await settled();
    assert.equal(ports.views.length, 3);
    ports.views[2]?.answer(tried(8));
    await settled();
    assert.equal(ports.pictures.at(-1)?.view.totals.multiplies.value, 8);
    assert.deepEqual(ports.askedOverrides.slice(2), [overridesFor('3'), overridesFor('6')]);
    ports.views[3]?.answer(tried(9));
    await settled();
    assert.equal(ports.pictures.at(-1)?.view.totals.multiplies.value, 9);
    assert.equal(ports.views.length, 4);
  });

  it('refuses what makes something wrong, at once, and with values that work once they are found', async () => {
    const { ports, attempt } = await designed();
    ports.take();
    attempt('2.1', 2);
    await settled();
    ports.views[2]?.answer({ ...tried(8), mistake: 'filters takes a whole number, found 2.1' });
    await settled();
    const refusal = {
      type: 'designRefused',
      turn: 2,
      changes: [width('2')],
      refused: width('2.1'),
      message: 'filters takes a whole number, found 2.1',
    };
    assert.deepEqual(ports.take(), [{ ...refusal, nearest: null }]);
    assert.deepEqual(ports.nearest[0]?.question, width('2.1'));
    ports.nearest[0]?.answer(['2', '3']);
    await settled();
    assert.deepEqual(ports.take(), [{ ...refusal, nearest: ['2', '3'] }]);
    assert.equal(ports.pictures.at(-1)?.view.totals.multiplies.value, 7);
  });

  it('is asked for anew when the text changes, and ends where nothing is changed', async () => {
    const { ports, controller } = await designed();
    ports.take();
    controller.fileChanged(file);
    ports.views[2]?.answer(good(2));
    await settled();
    ports.views[3]?.answer({ ...tried(7), documentVersion: 2 });
    await settled();
    assert.deepEqual(ports.askedOverrides.slice(2), [undefined, overridesFor('2')]);
    assert.deepEqual(types(ports.take()), ['textView', 'viewPatch']);
    controller.receive({ type: 'tryDesign', changes: [], changed: null, turn: 2 });
    await settled();
    ports.views[4]?.answer(good(2));
    await settled();
    assert.equal(ports.askedOverrides[4], undefined);
    assert.deepEqual(ports.take()[0], { type: 'textView', view: null });
    assert.equal(ports.pictures.at(-1)?.view.totals.multiplies.value, 150);
  });

  it('is written into the text, and is over then', async () => {
    const { ports, controller } = await designed();
    ports.take();
    const edits = [{ file, span: { start: 3, end: 4 }, newText: '2' }];
    controller.receive({ type: 'applyDesign' });
    await settled();
    assert.deepEqual(ports.applications[0]?.question, overridesFor('2'));
    ports.applications[0]?.answer(edits);
    await settled();
    assert.deepEqual(ports.done, [['apply', edits]]);
    assert.deepEqual(types(ports.take()), ['designApplied']);
    assert.equal(ports.askedOverrides.at(-1), undefined);
  });

  it('is there again in a page that was opened anew', async () => {
    const { ports, controller } = start();
    controller.receive({ type: 'ready', protocol: 2, network: 'A', changes: [width('2')] });
    ports.views[0]?.answer(good());
    await settled();
    ports.views[1]?.answer(tried(7));
    await settled();
    assert.deepEqual(ports.askedOverrides, [undefined, overridesFor('2')]);
    assert.deepEqual(types(ports.take()), ['settings', 'textView', 'view']);
  });

  it('stays while the cursor goes to another network', async () => {
    const { ports, controller } = await designed();
    ports.networkAtOffset = (offset) => (offset < 100 ? 'A' : 'B');
    for (const offset of [1, 200]) {
      controller.cursorMoved({ file, version: 1, offset });
      ports.pass(100);
      await settled();
    }
    assert.equal(ports.views.length, 2);
  });

  it('has its sliders told once it rests', async () => {
    const { ports, controller } = await designed();
    ports.take();
    controller.receive({ type: 'askControls', path: 'conv_1' });
    controller.receive({ type: 'askControls', path: 'conv_2' });
    assert.equal(ports.controls.length, 0);
    ports.pass(200);
    await settled();
    assert.deepEqual(
      ports.controls.map(({ question }) => question),
      ['conv_2'],
    );
    ports.controls[0]?.answer(null);
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'controls', path: 'conv_2', controls: null }]);
  });
});

describe('preview: a sweep', () => {
  const request = { ranges: [], fixed: [], where: '', x: 'multiplies', y: 'params', best: null };
  const point = (x: number, y: number): SweptPoint => ({
    values: [],
    changes: [],
    x,
    y,
    multiplies: x,
    params: y,
    peakBytes: null,
    isKept: true,
    fits: true,
    worth: y,
    mistake: null,
  });
  const axis = { name: 'multiplies', unit: 'count', isMoreBetter: false, limit: null } as const;
  const part = (points: readonly SweptPoint[]): SweepPart => ({
    network: 'A',
    count: 3,
    names: ['width'],
    x: axis,
    y: axis,
    text: { x: 1, y: 1 },
    points,
  });

  async function swept() {
    const { ports, controller } = start();
    controller.receive({ type: 'ready', protocol: 2, network: 'A' });
    ports.views[0]?.answer(good());
    await settled();
    ports.take();
    controller.receive({ type: 'sweep', purpose: 'sweep', request });
    await settled();
    return { ports, controller };
  }

  it('tells how far it is, and the front and the best of all points at its end', async () => {
    const { ports } = await swept();
    ports.sweeps[0]?.answer(part([point(1, 3), point(2, 4)]));
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'sweepProgress', purpose: 'sweep', done: 2, count: 3 }]);
    assert.equal(ports.sweeps[1]?.question, 2);
    ports.sweeps[1]?.answer(part([point(3, 1)]));
    await settled();
    const [told] = ports.take();
    assert.equal(told?.type, 'sweepResult');
    if (told?.type !== 'sweepResult') return;
    assert.deepEqual(told.report.front, [true, false, true]);
    assert.equal(told.report.best, 1);
  });

  it('is silent once it was cancelled, or another was started', async () => {
    const { ports, controller } = await swept();
    controller.receive({ type: 'cancelSweep' });
    ports.sweeps[0]?.answer(part([point(1, 3)]));
    await settled();
    assert.deepEqual(ports.take(), []);
    controller.receive({ type: 'sweep', purpose: 'sweep', request });
    controller.receive({ type: 'sweep', purpose: 'fit', request });
    await settled();
    const refusal = { kind: 'where', text: 'x', mistake: null } as const;
    for (const asked of ports.sweeps.slice(1)) asked.answer({ refused: refusal });
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'sweepRefused', purpose: 'fit', refusal }]);
  });
});
