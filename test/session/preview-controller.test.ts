/** The coordination of a preview, over ports in memory: what is told when, whatever the order of events. */

import * as assert from 'node:assert/strict';
import type { VersionedView } from '../../src/protocol/server-messages';
import { Presets } from '../../src/session/presets';
import { PreviewController } from '../../src/session/preview-controller';
import { KnownProblem } from '../../src/session/problem-text';
import type { ViewNode } from '../../src/view/model';
import { mistake as mistakeText } from '../../src/words/english/mistake';
import { broken, file, good, mistake, networks, nothing, shown, start, types, viewOf } from './preview-answers';
import { MemoryPorts, settled } from './preview-ports';

describe('preview: the view', () => {
  it('tells a page that is ready the settings and the view', async () => {
    const { ports, controller } = start('B');
    controller.receive({ type: 'ready', protocol: 1, network: 'C' });
    assert.equal(ports.views[0]?.question, 'B');
    ports.views[0]?.answer(good('B'));
    await settled();
    assert.deepEqual(types(ports.take()), ['settings', 'view']);
    assert.deepEqual(ports.titles, ['B']);
  });

  it('tells a page that the preview is locked, and one that opens again', async () => {
    const { ports, controller } = await shown();
    controller.setLocked(true);
    assert.deepEqual(ports.take(), [{ type: 'locked', isLocked: true }]);
    controller.receive({ type: 'ready', protocol: 1, network: null });
    assert.deepEqual(types(ports.take()), ['settings', 'locked']);
  });

  it('asks one question at a time, and shows the answer to the last alone', async () => {
    const { ports, controller } = await shown();
    for (let i = 0; i < 5; i++) controller.fileChanged(file);
    controller.fileChanged('file:///nets/other.cnn');
    await settled();
    assert.equal(ports.views.length, 2);
    controller.fileChanged(file);
    await settled();
    ports.views[1]?.answer(good('A', 2));
    await settled();
    assert.deepEqual(ports.take(), []);
    assert.equal(ports.views.length, 3);
    await settled();
    ports.views[2]?.answer(good('A', 7));
    await settled();
    assert.deepEqual(
      ports.pictures.map(({ documentVersion }) => documentVersion),
      [1, 7],
    );
    assert.equal(ports.views.length, 3);
  });

  it('asks for no second view where what is analysed meanwhile are the texts of the first', async () => {
    const { ports, controller } = start();
    controller.receive({ type: 'ready', protocol: 1, network: null });
    await settled();
    controller.fileChanged(file, { documentVersion: 1, revision: 3 });
    ports.views[0]?.answer({ ...good('A'), revision: 3 });
    await settled();
    assert.deepEqual(types(ports.take()), ['settings', 'view']);
    controller.fileChanged(file, { documentVersion: 1, revision: 3 });
    await settled();
    assert.equal(ports.views.length, 1);
    // Other texts; and a network that is chosen while they are awaited.
    controller.fileChanged(file, { documentVersion: 2, revision: 4 });
    await settled();
    controller.fileChanged(file, { documentVersion: 3, revision: 5 });
    ports.views[1]?.answer({ ...good('A', 2), revision: 4 });
    await settled();
    assert.equal(ports.views.length, 3);
    controller.receive({ type: 'setNetwork', network: 'B' });
    controller.fileChanged(file, { documentVersion: 3, revision: 5 });
    ports.views[2]?.answer({ ...good('A', 3), revision: 5 });
    await settled();
    assert.equal(ports.views[3]?.question, 'B');
    ports.views[3]?.answer({ ...good('B', 3), revision: 5 });
    await settled();
    assert.deepEqual([networks(ports), ports.views.length], [['A', 'B'], 4]);
    // Written and taken back: offsets and cursor are those of another version of the same text.
    controller.fileChanged(file, { documentVersion: 5, revision: 5 });
    await settled();
    assert.equal(ports.views.length, 5);
  });

  it('asks a source that has started again what it did not answer, and for texts that it numbers anew', async () => {
    const { ports, controller } = start();
    controller.receive({ type: 'ready', protocol: 1, network: null });
    await settled();
    ports.views[0]?.fail(new KnownProblem('the server is down'));
    await settled();
    assert.deepEqual(types(ports.take()), ['settings', 'unavailable']);
    controller.askAgain();
    await settled();
    ports.views[1]?.answer({ ...good('A'), revision: 3 });
    await settled();
    assert.deepEqual(types(ports.take()), ['view']);
    // What is asked already is asked of the one that starts.
    controller.fileChanged(file);
    await settled();
    controller.askAgain();
    ports.views[2]?.answer({ ...good('A', 2), revision: 1 });
    await settled();
    assert.equal(ports.views.length, 3);
    controller.askAgain();
    await settled();
    ports.views[3]?.answer({ ...good('A', 2), revision: 1 });
    await settled();
    controller.fileChanged(file, { documentVersion: 2, revision: 1 });
    await settled();
    controller.fileChanged(file, { documentVersion: 2, revision: 3 });
    await settled();
    assert.equal(ports.views.length, 5);
  });

  it('sends the figures of the next picture ahead of it, to a page that has one', async () => {
    const { ports, controller } = await shown();
    const { nodes, edges, ...figures } = viewOf('A');
    ports.figures = () => figures;
    controller.fileChanged(file);
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'figures', figures }]);
    ports.views[1]?.answer(good('A', 2));
    await settled();
    assert.deepEqual(types(ports.take()), ['viewPatch']);
    // Those of another network are none of what the page shows.
    controller.receive({ type: 'setNetwork', network: 'B' });
    await settled();
    assert.deepEqual(ports.take(), []);
  });

  it('answers what is asked before the first view once that is there, and asks for no second one', async () => {
    const { ports, controller } = start();
    controller.receive({ type: 'ready', protocol: 1, network: null });
    controller.receive({ type: 'memory', batch: 4 });
    await settled();
    assert.deepEqual([ports.views.length, ports.memories.length], [1, 0]);
    ports.views[0]?.answer(good('A'));
    await settled();
    assert.deepEqual([ports.views.length, ports.memories.length], [1, 1]);
  });

  it('asks for what is inside of bodies as the page wants it, and where the cursor is, anew in another network', async () => {
    const { ports, controller } = await shown();
    /** The first node is a module whose layers were left out. */
    const closed = (network: string): VersionedView => {
      const [first, ...rest] = viewOf(network).nodes;
      const module = { ...(first as ViewNode), kind: 'module', children: ['conv_1/conv_1'] } as const;
      return { ...good(network), view: { ...viewOf(network), nodes: [module, ...rest] } };
    };
    for (const nodes of [['a'], ['a', 'b'], null, ['c']]) {
      controller.receive({ type: 'needInsides', nodes });
      await settled();
      ports.views.at(-1)?.answer(closed('A'));
      await settled();
    }
    assert.deepEqual(ports.askedInsides, [[], ['a'], ['a', 'b'], 'all', 'all']);
    controller.receive({ type: 'setNetwork', network: 'B' });
    await settled();
    assert.deepEqual(ports.askedInsides.at(-1), []);
    ports.views.at(-1)?.answer(closed('B'));
    await settled();
    ports.networkAtOffset = () => 'B';
    controller.cursorMoved({ file, version: 1, offset: 3 });
    ports.pass(100);
    await settled();
    ports.selections.at(-1)?.answer(['conv_1/conv_1']);
    await settled();
    assert.deepEqual(ports.askedInsides.at(-1), ['conv_1']);
  });

  it('asks for the network that was chosen last, also while an answer is awaited', async () => {
    const { ports, controller } = await shown();
    controller.fileChanged(file);
    await settled();
    controller.receive({ type: 'setNetwork', network: 'B' });
    ports.views[1]?.answer(good('A'));
    await settled();
    assert.equal(ports.views[2]?.question, 'B');
    ports.views[2]?.answer(good('B'));
    await settled();
    assert.deepEqual(networks(ports), ['A', 'B']);
  });

  it('asks nothing and posts nothing while the page is hidden, and all of it when it is back', async () => {
    const { ports, controller } = await shown();
    controller.fileChanged(file);
    ports.isVisible = false;
    controller.pageHidden();
    await settled();
    ports.views[1]?.answer(good('A', 2));
    await settled();
    controller.fileChanged(file);
    controller.settingsChanged();
    assert.deepEqual(ports.take(), []);
    assert.equal(ports.views.length, 2);
    ports.isVisible = true;
    controller.receive({ type: 'ready', protocol: 1, network: 'A' });
    await settled();
    ports.views[2]?.answer(good('A', 3));
    await settled();
    assert.deepEqual(types(ports.take()), ['settings', 'view']);
  });

  it('posts nothing to a page that is in sight again and has not said yet that it listens', async () => {
    const { ports, controller } = await shown();
    controller.pageHidden();
    controller.fileChanged(file);
    await settled();
    ports.views[1]?.answer(good('A', 2));
    await settled();
    assert.deepEqual(ports.take(), []);
  });

  it('tells once which overrides are refused, and that none is any more', async () => {
    const { ports, controller } = await shown();
    const refused = { name: 'width', value: 'two', message: 'width = two: there is no word named two' };
    controller.setOverrides({ parameters: [{ name: 'width', value: 'two' }] });
    await settled();
    ports.views[1]?.answer({ ...good('A', 2), refusedParameters: [refused] });
    await settled();
    assert.deepEqual(ports.take().slice(1), [{ type: 'refused', messages: [refused.message] }]);
    controller.fileChanged(file);
    await settled();
    ports.views[2]?.answer({ ...good('A', 3), refusedParameters: [refused] });
    await settled();
    assert.deepEqual(types(ports.take()), ['viewPatch']);
    controller.setOverrides(undefined);
    await settled();
    ports.views[3]?.answer(good('A', 3));
    await settled();
    assert.deepEqual(ports.take().slice(1), [{ type: 'refused', messages: [] }]);
  });

  it('asks for memory of as many images as the page says, beside what else is overridden', async () => {
    const { ports, controller } = await shown();
    controller.setOverrides({ inputShape: [96, 96, 3] });
    await settled();
    ports.views[1]?.answer(good('A', 2));
    await settled();
    ports.take();
    controller.receive({ type: 'memory', batch: 8 });
    await settled();
    assert.deepEqual(ports.memories[0]?.question, { inputShape: [96, 96, 3], batch: 8 });
    ports.memories[0]?.answer(null);
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'memory', report: null }]);
  });

  it('tells that there is no answer, keeps what is shown, and asks again at the next change', async () => {
    const { ports, controller } = await shown();
    controller.fileChanged(file);
    await settled();
    ports.views[1]?.fail(new KnownProblem('the server is down'));
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'unavailable', message: 'the server is down' }]);
    controller.fileChanged(file);
    await settled();
    ports.views[2]?.fail(new TypeError('x is not a function'));
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'unavailable', message: mistakeText }]);
    assert.match(ports.logged.at(-1) ?? '', /TypeError: x is not a function\n +at /);
    controller.fileChanged(file);
    await settled();
    ports.views[3]?.answer(good('A', 3));
    await settled();
    assert.deepEqual(networks(ports).at(-1), 'A');
  });

  it('offers a few presets where there is no network, and all of them to choose from', async () => {
    const ports = new MemoryPorts();
    const costs = { multiplies: 1_582_671_872, params: 6_998_552, peakBytes: 0 };
    const presets = new Presets({
      files: async () => ['course', 'other', 'squeezenet'].map((name) => `file:///examples/${name}.cnn`),
      facts: async (file) => ({
        name: file.replace('file:///examples/', '').replace('.cnn', ''),
        title: `title of ${file}`,
        sentence: 'What it is.',
        paper: null,
        network: 'Net',
        caret: 0,
        input: [224, 224, 3],
        main: costs,
        all: costs,
      }),
    });
    const controller = new PreviewController('file:///nets/my%20net.cnn', ports, presets, undefined);
    controller.receive({ type: 'ready', protocol: 1, network: null });
    ports.views[0]?.answer(nothing);
    await settled();
    const [, told] = ports.take();
    assert.equal(told?.type, 'noNetwork');
    if (told?.type !== 'noNetwork') return;
    assert.equal(told.fileName, 'my net.cnn');
    const { multiplies, params } = costs;
    const offered = ['course', 'squeezenet'].map((name) => {
      const title = `title of file:///examples/${name}.cnn`;
      return { name, title, sentence: 'What it is.', multiplies, params };
    });
    assert.deepEqual([told.presets, told.presetCount], [offered, 3]);
    assert.deepEqual(ports.titles, [undefined]);
    controller.receive({ type: 'usePreset', preset: 'squeezenet' });
    controller.receive({ type: 'usePreset', preset: 'gone' });
    controller.receive({ type: 'usePreset', preset: null });
    await settled();
    ports.pickedPreset = 'other';
    controller.receive({ type: 'usePreset', preset: null });
    await settled();
    assert.deepEqual(
      ports.done,
      ['squeezenet', 'other'].map((name) => ['usePreset', 'file:///nets/my%20net.cnn', name]),
    );
  });

  it('has a model imported that was dropped', async () => {
    const { ports, controller } = await shown();
    controller.receive({ type: 'importModel', uri: 'file:///nets/model.onnx' });
    controller.receive({ type: 'importModel', uri: null });
    await settled();
    assert.deepEqual(ports.done, [
      ['importModel', 'file:///nets/model.onnx'],
      ['importModel', null],
    ]);
  });

  it('shows that there is no network also where presets cannot be had, and asks for them again', async () => {
    const ports = new MemoryPorts();
    let asked = 0;
    const files = async () => {
      asked++;
      throw new Error('no such folder');
    };
    const presets = new Presets({ files, facts: async () => null });
    const controller = new PreviewController(file, ports, presets, undefined);
    controller.receive({ type: 'ready', protocol: 1, network: null });
    for (const turn of [0, 1]) {
      ports.views[turn]?.answer(nothing);
      await settled();
      const told = ports.take().find(({ type }) => type === 'noNetwork');
      assert.deepEqual(told?.type === 'noNetwork' && [told.presets, told.presetCount], [[], 0]);
      assert.match(ports.logged.at(-1) ?? '', /no such folder/);
      controller.fileChanged(file);
    }
    assert.equal(asked, 2);
  });

  it('is silent once it is disposed of, whatever is answered then', async () => {
    const { ports, controller } = await shown();
    const titles = ports.titles.length;
    controller.fileChanged(file);
    controller.dispose();
    ports.views[1]?.answer(good('B'));
    await settled();
    controller.fileChanged(file);
    assert.deepEqual(ports.take(), []);
    assert.equal(ports.titles.length, titles);
    assert.equal(ports.views.length, 2);
  });

  it('logs and ignores a message that is none', () => {
    const { ports, controller } = start();
    controller.receive({ type: 'setNetwork' });
    controller.receive(null);
    assert.equal(ports.logged.length, 2);
    assert.equal(ports.views.length, 0);
  });
});

describe('preview: a broken text', () => {
  const answered = async (...answers: readonly VersionedView[]) => {
    const { ports, controller } = await shown();
    for (const answer of answers) {
      controller.fileChanged(file);
      await settled();
      ports.views.at(-1)?.answer(answer);
      await settled();
    }
    return ports;
  };

  it('keeps the last good picture, with the errors of now', async () => {
    const ports = await answered(broken(viewOf('A')), broken(null, 3));
    assert.equal(ports.pictures.length, 3);
    for (const { view } of ports.pictures.slice(1)) {
      assert.deepEqual(view, { ...viewOf('A'), status: 'broken', errors: [mistake] });
    }
  });

  it('shows what is answered as soon as the text is whole again', async () => {
    const whole = good('A', 3);
    const ports = await answered(broken(null), whole);
    const { view, documentVersion } = ports.pictures.at(-1) ?? {};
    assert.deepEqual([view, documentVersion], [whole.view, 3]);
  });

  it('shows what could be read where no picture was good before', async () => {
    const { ports, controller } = start();
    controller.receive({ type: 'ready', protocol: 1, network: null });
    ports.views[0]?.answer(broken(viewOf('A')));
    await settled();
    assert.deepEqual(networks(ports).at(-1), 'A');
  });

  it('does not show the picture of another network in place of the chosen one', async () => {
    const { ports, controller } = await shown();
    controller.receive({ type: 'setNetwork', network: 'B' });
    ports.views.at(-1)?.answer(broken(viewOf('B')));
    await settled();
    assert.deepEqual(networks(ports), ['A', 'B']);
  });

  it('forgets the picture with the last network', async () => {
    const ports = await answered(nothing);
    // The presets are asked for meanwhile.
    for (const asked of ports.views) asked.answer(nothing);
    await settled();
    assert.deepEqual(types(ports.take()), ['noNetwork']);
  });
});

describe('preview: selection', () => {
  const cursor = (offset: number, version = 1) => ({ file, version, offset });

  it('selects what is at the cursor once that rests', async () => {
    const { ports, controller } = await shown();
    controller.cursorMoved(cursor(1));
    ports.pass(40);
    controller.cursorMoved(cursor(2));
    ports.pass(40);
    assert.equal(ports.selections.length, 0);
    ports.pass(40);
    await settled();
    assert.deepEqual(ports.selections[0]?.question, { ...cursor(2), network: 'A' });
    const [path] = viewOf('A').nodes.map((node) => node.path);
    ports.selections[0]?.answer([path as string]);
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'selection', nodes: [path] }]);
  });

  it('leaves an answer alone that comes after the next question, and one that is no news', async () => {
    const { ports, controller } = await shown();
    const [first, second] = viewOf('A').nodes.map((node) => node.path) as [string, string];
    for (const offset of [1, 2]) {
      controller.cursorMoved(cursor(offset));
      ports.pass(100);
      await settled();
    }
    ports.selections[1]?.answer([second]);
    await settled();
    ports.selections[0]?.answer([first]);
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'selection', nodes: [second] }]);
    controller.cursorMoved(cursor(3));
    ports.pass(100);
    await settled();
    ports.selections[2]?.answer([second]);
    await settled();
    assert.deepEqual(ports.take(), []);
  });

  it('waits for the view of the text that the cursor is in', async () => {
    const { ports, controller } = await shown();
    controller.cursorMoved(cursor(1, 2));
    ports.pass(100);
    await settled();
    assert.equal(ports.selections.length, 0);
    ports.cursorInFront = cursor(1, 2);
    controller.fileChanged(file);
    await settled();
    ports.views[1]?.answer(good('A', 2));
    await settled();
    ports.pass(100);
    await settled();
    assert.equal(ports.selections.length, 1);
    // Versions of other files are not those of the view.
    controller.cursorMoved({ file: 'file:///nets/blocks.cnn', version: 40, offset: 1 });
    ports.pass(100);
    await settled();
    assert.equal(ports.selections.length, 2);
  });

  const halves = (offset: number) => (offset < 50 ? 'A' : 'B');

  it('opens on the network of the cursor, where none was asked for', async () => {
    const { ports, controller } = start();
    ports.networkAtOffset = halves;
    ports.cursorInFront = cursor(70);
    controller.receive({ type: 'ready', protocol: 1, network: null });
    await settled();
    assert.equal(ports.views[0]?.question, 'B');
    // A cursor in another text says nothing of this one.
    const other = start();
    other.ports.networkAtOffset = halves;
    other.ports.cursorInFront = { ...cursor(70), file: 'file:///nets/other.cnn' };
    other.controller.receive({ type: 'ready', protocol: 1, network: null });
    await settled();
    assert.equal(other.ports.views[0]?.question, undefined);
  });

  it('follows the cursor into another network, and leaves a chosen one until then', async () => {
    const { ports, controller } = start('B');
    ports.networkAtOffset = halves;
    controller.receive({ type: 'ready', protocol: 1, network: null });
    ports.views[0]?.answer(good('B'));
    await settled();
    const rest = async (offset: number) => {
      controller.cursorMoved(cursor(offset));
      ports.pass(100);
      await settled();
    };
    // B was asked for, and the cursor is not where it will be: it stays.
    await rest(10);
    await rest(20);
    assert.equal(ports.views.length, 1);
    await rest(60);
    await rest(10);
    assert.equal(ports.views[1]?.question, 'A');
    ports.views[1]?.answer(good('A'));
    await settled();
    assert.deepEqual(networks(ports), ['B', 'A']);
  });

  it('leads to the text: a click marks, a double click opens', async () => {
    const { ports, controller } = await shown();
    const place = { file, start: 20, end: 40, caret: 20 };
    controller.receive({ type: 'reveal', target: { kind: 'node', id: 'conv_1' }, takeFocus: false });
    controller.receive({ type: 'reveal', target: { kind: 'node', id: 'conv_1' }, takeFocus: true });
    controller.receive({ type: 'reveal', target: { kind: 'node', id: 'gone' }, takeFocus: true });
    await settled();
    assert.deepEqual(ports.done, [
      ['highlight', place],
      ['open', place],
    ]);
    assert.deepEqual(
      ports.instances,
      ['A conv_1', 'A conv_1'],
      'the call that was clicked is the one that is spoken of',
    );
  });

  it('marks where a node stands in the text of now, once the view is of that', async () => {
    const { ports, controller } = await shown();
    const click = () =>
      controller.receive({ type: 'reveal', target: { kind: 'node', id: 'conv_1' }, takeFocus: false });
    const answer = async (version: number, longer: number) => {
      controller.fileChanged(file);
      await settled();
      const next = good('A', version);
      const nodes = next.places.nodes.map((place) => ({ ...place, end: place.end + longer }));
      ports.views.at(-1)?.answer({ ...next, places: { ...next.places, nodes } });
      await settled();
    };
    ports.textVersion = 3;
    click();
    await settled();
    await answer(2, 1);
    assert.deepEqual(ports.done, [], 'a view of a text between the two says nothing of it');
    await answer(3, 2);
    assert.deepEqual(ports.done, [['highlight', { file, start: 20, end: 42, caret: 20 }]]);
    // Whoever has typed on is not taken away from there, and what is selected next is what counts.
    ports.textVersion = 4;
    click();
    await settled();
    ports.textVersion = 5;
    await answer(5, 3);
    assert.equal(ports.done.length, 1);
    ports.textVersion = 6;
    click();
    controller.receive({ type: 'select', node: null });
    await answer(6, 4);
    assert.equal(ports.done.length, 1);
  });

  it('keeps what a click has selected when the click brings the cursor to its text', async () => {
    const { ports, controller } = await shown();
    controller.receive({ type: 'select', node: 'conv_1' });
    controller.receive({ type: 'reveal', target: { kind: 'node', id: 'conv_1' }, takeFocus: false });
    await settled();
    ports.take();
    controller.cursorMoved({ file, version: 1, offset: 20 });
    ports.pass(100);
    await settled();
    ports.selections[0]?.answer(['conv_1']);
    await settled();
    assert.deepEqual(ports.take(), []);
  });

  it('shows a tab and a node as soon as the page has its view', async () => {
    const { ports, controller } = start();
    controller.show('cost');
    const shows = controller.showNode('layer', 'B', 'conv_1');
    assert.deepEqual(ports.take(), []);
    controller.receive({ type: 'ready', protocol: 1, network: null });
    assert.equal(ports.views[0]?.question, 'B');
    ports.views[0]?.answer(good('B'));
    await settled();
    ports.views[1]?.answer(good('B'));
    await shows;
    const told = ports.take().filter(({ type }) => type === 'show');
    assert.deepEqual(told, [{ type: 'show', tab: 'layer', node: 'conv_1' }]);
  });
});

describe('preview: fixes', () => {
  it('applies what the source answers for the ids of an error and a fix', async () => {
    const { ports, controller } = await shown();
    controller.receive({ type: 'applyFix', error: mistake.id, fix: 'close' });
    await settled();
    assert.deepEqual(
      ports.fixes.map(({ question }) => question),
      [[mistake.id, 'close']],
    );
    const edits = [{ file, span: { start: 3, end: 3 }, newText: '}' }];
    ports.fixes[0]?.answer(edits);
    await settled();
    assert.deepEqual(ports.done, [['apply', edits]]);
  });

  it('says why what was asked for could not be done, unless the page shows that or is gone', async () => {
    const { ports, controller } = await shown();
    const gone = new KnownProblem('a.cnn cannot be read');
    const refuse = async (message: object): Promise<void> => {
      controller.receive(message);
      await settled();
      (ports.fixes.at(-1) ?? ports.explanations.at(-1))?.fail(gone);
      await settled();
    };
    await refuse({ type: 'explain', path: 'conv_1' });
    assert.deepEqual([ports.logged, ports.told], [['preview: a.cnn cannot be read'], []]);
    const fix = { type: 'applyFix', error: mistake.id, fix: 'close' };
    await refuse(fix);
    assert.deepEqual(ports.told, [gone]);
    controller.receive(fix);
    await settled();
    controller.dispose();
    ports.fixes.at(-1)?.fail(gone);
    await settled();
    assert.deepEqual(ports.told, [gone]);
  });
});

describe('preview: patches', () => {
  it('sends a page what has changed of the picture that it has, and all of it when it asks', async () => {
    const { ports, controller } = await shown();
    controller.fileChanged(file);
    const changed = { ...viewOf('A'), unknownLayers: 1 };
    await settled();
    ports.views[1]?.answer({ ...good('A', 2), view: changed });
    await settled();
    const [told] = ports.take();
    assert.deepEqual(told?.type === 'viewPatch' && told.patch.fields, { unknownLayers: 1 });
    assert.deepEqual(ports.pictures.at(-1)?.view, changed);
    controller.receive({ type: 'needView' });
    await settled();
    assert.deepEqual(types(ports.take()), ['view']);
    assert.deepEqual(ports.pictures.at(-1)?.view, changed);
  });

  it('sends all of another network, of a page that was reloaded, and of a file that had none meanwhile', async () => {
    const { ports, controller } = await shown();
    controller.receive({ type: 'setNetwork', network: 'B' });
    ports.views.at(-1)?.answer(good('B'));
    await settled();
    controller.receive({ type: 'ready', protocol: 2, network: 'B' });
    ports.views.at(-1)?.answer(good('B'));
    await settled();
    controller.fileChanged(file);
    ports.views.at(-1)?.answer(nothing);
    await settled();
    // The presets are asked for meanwhile.
    for (const asked of ports.views) asked.answer(nothing);
    await settled();
    controller.fileChanged(file);
    ports.views.at(-1)?.answer(good('B'));
    await settled();
    assert.deepEqual(types(ports.take()), ['view', 'settings', 'view', 'noNetwork', 'view']);
  });
});
