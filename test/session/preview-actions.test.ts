/** What a preview does beside showing a network: runs, images, reports and pictures; over ports in memory. */

import * as assert from 'node:assert/strict';
import { KnownProblem } from '../../src/session/problem-text';
import { extensionTables } from '../../src/words/english/for-extension';
import { mistake } from '../../src/words/english/mistake';
import type { previewRun } from '../../src/words/english/preview-run';
import { sayIn } from '../../src/words/text';
import { pseudo, pseudoTables } from '../support/pseudo-language';
import { sampleRun } from '../support/sample-run';
import { file, good, options, shown, start, types } from './preview-answers';
import { MemoryPorts, settled } from './preview-ports';

describe('preview: runs', () => {
  const step = (index: number) => ({ phase: 'run', path: `conv_${index}`, index, count: 100 }) as const;

  it('runs the network that is shown, and tells how far it is no more often than can be seen', async () => {
    const { ports, controller } = await shown();
    controller.receive({ type: 'run', options: { ...options, calibrate: true } });
    await settled();
    const [run] = ports.runs;
    assert.deepEqual(run?.question, {
      options: { ...options, network: 'A', calibrate: true },
      overrides: undefined,
      image: undefined,
    });
    for (let i = 0; i < 100; i++) {
      ports.pass(10);
      run?.progress(step(i));
    }
    const told = ports.take();
    assert.equal(told[0]?.type, 'runStarted');
    const progress = told.flatMap((message) => (message.type === 'runProgress' ? [message.progress.index] : []));
    assert.ok(progress.length > 10 && progress.length < 25, `${progress.length} messages`);
    assert.equal(progress.at(-1), 99, 'the last step is always told');
  });

  it('tells what a run came to, with what was asked for and the text that was run', async () => {
    const { ports, controller } = await shown();
    controller.receive({ type: 'run', options });
    await settled();
    ports.take();
    const { result, prediction } = sampleRun();
    ports.runs[0]?.answer({ kind: 'done', result, prediction });
    await settled();
    const run = { options: { ...options, network: 'A' }, result, prediction, documentVersion: 1 };
    assert.deepEqual(ports.take(), [{ type: 'runResult', run }]);
  });

  it('looks into a layer as the last run was, and into none of another text', async () => {
    const { ports, controller } = await shown();
    const question = { path: 'conv_1', from: 0, channel: 3, place: null };
    const none = { type: 'look', look: null, reason: ports.say('run-first') };
    controller.receive({ type: 'lookInto', question });
    await settled();
    assert.deepEqual(ports.take(), [none]);
    const { result, prediction } = sampleRun();
    controller.receive({ type: 'run', options });
    await settled();
    ports.runs[0]?.answer({ kind: 'done', result, prediction });
    await settled();
    ports.take();

    controller.receive({ type: 'lookInto', question });
    controller.receive({ type: 'lookInto', question: { ...question, channel: 4 } });
    await settled();
    const [first, second] = ports.looks;
    assert.deepEqual(second?.question, [ports.runs[0]?.question, { ...question, channel: 4 }]);
    assert.deepEqual([first?.isCancelled, second?.isCancelled], [true, false]);
    first?.answer({ kind: 'failed', message: 'cancelled', isCancelled: true });
    second?.answer({ kind: 'done', look: null });
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'look', look: null, reason: '' }]);
    controller.receive({ type: 'lookInto', question });
    await settled();
    ports.looks[2]?.fail(new RangeError('out of bounds'));
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'look', look: null, reason: mistake }]);

    controller.fileChanged(file);
    await settled();
    ports.views.at(-1)?.answer(good('A', 2));
    await settled();
    ports.take();
    controller.receive({ type: 'lookInto', question });
    await settled();
    assert.deepEqual([ports.looks.length, ports.take()], [3, [none]]);
  });

  it('cancels at once, and hears no more of a run that was cancelled', async () => {
    const { ports, controller } = await shown();
    controller.receive({ type: 'run', options });
    await settled();
    controller.receive({ type: 'cancelRun' });
    assert.deepEqual(types(ports.take()), ['runStarted', 'runFailed']);
    const [run] = ports.runs;
    assert.equal(run?.isCancelled, true);
    run?.progress(step(1));
    run?.answer({ kind: 'failed', message: 'cancelled', isCancelled: true });
    await settled();
    assert.deepEqual(ports.take(), []);
  });

  it('ends the run before when the next one starts', async () => {
    const { ports, controller } = await shown();
    controller.receive({ type: 'run', options });
    await settled();
    controller.receive({ type: 'run', options: { ...options, seed: 2 } });
    await settled();
    assert.equal(ports.runs[0]?.isCancelled, true);
    assert.equal(ports.runs[1]?.isCancelled, false);
    ports.take();
    ports.runs[0]?.fail(new Error('too late'));
    ports.runs[1]?.answer({ kind: 'failed', message: 'no memory', isCancelled: false });
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'runFailed', message: 'no memory', isCancelled: false }]);
    assert.deepEqual(ports.logged, ['run of A: no memory']);
  });

  it('tells a page that opens again how the last run ended', async () => {
    const { ports, controller } = await shown();
    controller.receive({ type: 'run', options });
    await settled();
    ports.isVisible = false;
    controller.pageHidden();
    ports.runs[0]?.fail(new KnownProblem('cat.png is not a file'));
    await settled();
    ports.take();
    ports.isVisible = true;
    controller.receive({ type: 'ready', protocol: 1, network: 'A' });
    ports.views.at(-1)?.answer(good('A'));
    await settled();
    const told = ports.take();
    assert.deepEqual(types(told), ['settings', 'view', 'runFailed']);
    assert.deepEqual(told[2], { type: 'runFailed', message: 'cat.png is not a file', isCancelled: false });
    controller.receive({ type: 'run', options });
    await settled();
    ports.runs[1]?.fail(new RangeError('out of bounds'));
    await settled();
    assert.deepEqual(ports.take().at(-1), { type: 'runFailed', message: mistake, isCancelled: false });
    assert.match(ports.logged.at(-1) ?? '', /RangeError: out of bounds\n +at /);
  });

  it('sends each of several images once, and the one that is stepped to alone', async () => {
    const { ports, controller } = await shown();
    const images = [{ sample: 'edges' }, { sample: 'dot' }] as const;
    void controller.startRun({ ...options, input: 'image', image: 1 }, images);
    await settled();
    const [first] = ports.runs;
    assert.deepEqual([first?.question.image, first?.question.survey], [undefined, images]);
    const { result, prediction } = sampleRun({ survey: { output: 'prob', inputs: [], layers: [] } });
    first?.answer({ kind: 'done', result, prediction });
    await settled();
    // A look asks for no more than its own image.
    controller.receive({ type: 'lookInto', question: { path: 'conv_1', from: 0, channel: 3, place: null } });
    await settled();
    const looked = ports.looks[0]?.question[0];
    assert.deepEqual([looked?.image, looked?.survey], [{ sample: 'dot' }, undefined]);
    controller.receive({ type: 'run', options: { ...options, input: 'image', image: 0 } });
    await settled();
    const next = ports.runs[1]?.question;
    assert.deepEqual([next?.image, next?.survey], [{ sample: 'edges' }, undefined]);
  });

  it('takes figures over several images anew once their files, that of the weights or the design are written', async () => {
    const { ports, controller } = await shown();
    ports.images = ['a.png', 'b.png'].map((name) => ({ file: `file:///${name}`, name }));
    ports.weights = { file: 'file:///trained.safetensors', name: 'trained.safetensors' };
    controller.receive({ type: 'chooseImage' });
    controller.receive({ type: 'chooseWeights' });
    await settled();
    const { result, prediction } = sampleRun({ survey: { output: 'prob', inputs: [], layers: [] } });
    /** Whether the run asks for them. */
    const isSurveyed = async (): Promise<boolean> => {
      controller.receive({ type: 'run', options: { ...options, input: 'image', image: 0 } });
      await settled();
      const run = ports.runs.at(-1);
      run?.answer({ kind: 'done', result, prediction });
      await settled();
      return run?.question.survey !== undefined;
    };
    assert.deepEqual([await isSurveyed(), await isSurveyed()], [true, false]);
    for (const { file: written } of [ports.weights, ...ports.images.slice(1)]) {
      ports.fileVersions.set(written, 'later');
      assert.deepEqual([written, await isSurveyed(), await isSurveyed()], [written, true, false]);
    }
    controller.fileChanged(file);
    assert.deepEqual([await isSurveyed(), await isSurveyed()], [true, false]);
  });

  it('tells a page that opens later which images a command has given', async () => {
    const { ports, controller } = start();
    void controller.startRun({ ...options, input: 'image' }, [{ sample: 'edges' }]);
    controller.receive({ type: 'ready', protocol: 1, network: null });
    ports.views[0]?.answer(good('A'));
    await settled();
    const told = ports.take().filter(({ type }) => type === 'images');
    assert.deepEqual(told, [{ type: 'images', images: [{ sample: 'edges' }] }]);
    // Once: it remembers them, and what has been chosen since.
    controller.receive({ type: 'ready', protocol: 1, network: 'A' });
    await settled();
    assert.equal(types(ports.take()).includes('images'), false);
  });

  it('keeps the names of classes for the design, and says why it does not take others', async () => {
    const { ports, controller } = await shown();
    ports.labels = { file: 'file:///names.txt', name: 'names.txt' };
    const labels = { name: 'names.txt', names: ['ants', 'bees'] };
    controller.receive({ type: 'chooseLabels' });
    await settled();
    assert.deepEqual(ports.labelsAsked[0]?.question, ports.labels);
    ports.labelsAsked[0]?.answer({ kind: 'done', labels });
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'labels', labels, problem: '' }]);
    controller.receive({ type: 'chooseLabels' });
    await settled();
    ports.labelsAsked[1]?.answer({ kind: 'failed', message: 'names.txt has no names', isCancelled: false });
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'labels', labels, problem: 'names.txt has no names' }]);
    // A page that opens later has them, until they are dropped.
    controller.receive({ type: 'ready', protocol: 1, network: 'A' });
    ports.views.at(-1)?.answer(good('A'));
    await settled();
    assert.deepEqual(
      ports.take().find(({ type }) => type === 'labels'),
      { type: 'labels', labels, problem: '' },
    );
    controller.receive({ type: 'dropLabels' });
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'labels', labels: null, problem: '' }]);
    assert.equal(ports.keptLabels, undefined);
  });

  describe('weights', () => {
    const first = { file: 'file:///first.safetensors', name: 'first.safetensors' };
    const fit = { layers: 2, by: 'names', left: [] } as const;
    const reading = { type: 'weights', name: first.name, check: { kind: 'reading' } };
    const fits = { type: 'weights', name: first.name, check: { kind: 'fits', ...fit } };

    async function chosen(weights = first) {
      const preview = await shown();
      preview.ports.weights = weights;
      preview.controller.receive({ type: 'chooseWeights' });
      await settled();
      return preview;
    }

    it('tells at once whether those that are chosen fit', async () => {
      const { ports, controller } = await chosen();
      assert.deepEqual(ports.weightsAsked[0]?.question, { network: 'A', overrides: undefined, weights: first });
      assert.deepEqual(ports.take().at(-1), reading);
      ports.weightsAsked[0]?.answer({ kind: 'done', fit });
      await settled();
      assert.deepEqual(ports.take(), [fits]);
      controller.receive({ type: 'chooseWeights' });
      await settled();
      ports.take();
      ports.weightsAsked[1]?.answer({ kind: 'failed', message: 'first does not fit A', isCancelled: false });
      await settled();
      const wrong = { kind: 'wrong', message: 'first does not fit A' };
      assert.deepEqual(ports.take(), [{ type: 'weights', name: first.name, check: wrong }]);
    });

    it('says nothing of those that others have taken the place of', async () => {
      const { ports, controller } = await chosen();
      controller.receive({ type: 'dropWeights' });
      await settled();
      assert.equal(ports.weightsAsked[0]?.isCancelled, true);
      ports.take();
      ports.weightsAsked[0]?.answer({ kind: 'done', fit });
      await settled();
      assert.deepEqual(ports.take(), []);
      assert.equal(ports.keptWeights, undefined);
    });

    it('repeats to a page that opens later what is known of the design that it shows', async () => {
      const { ports, controller } = await chosen();
      ports.weightsAsked[0]?.answer({ kind: 'done', fit });
      await settled();
      const reopened = async (documentVersion: number) => {
        ports.take();
        controller.receive({ type: 'ready', protocol: 1, network: 'A' });
        await settled();
        ports.views.at(-1)?.answer({ ...good('A'), documentVersion });
        await settled();
        return ports.take().find(({ type }) => type === 'weights');
      };
      const { documentVersion } = good('A');
      assert.deepEqual(await reopened(documentVersion), fits);
      assert.deepEqual(await reopened(documentVersion + 1), { type: 'weights', name: first.name, check: null });
    });

    it('runs with those that were kept before a restart', async () => {
      const kept = new MemoryPorts();
      kept.keptWeights = first;
      const { ports, controller } = start(undefined, kept);
      controller.receive({ type: 'ready', protocol: 1, network: null });
      ports.views[0]?.answer(good('A'));
      await settled();
      assert.deepEqual(
        ports.take().find(({ type }) => type === 'weights'),
        { type: 'weights', name: first.name, check: null },
      );
      controller.receive({ type: 'run', options });
      await settled();
      assert.deepEqual(ports.runs[0]?.question.weights, first);
      // Nothing was read before it was needed.
      assert.deepEqual(ports.weightsAsked, []);
    });
  });

  it('asks for an image once, and ends where none is chosen', async () => {
    const { ports, controller } = await shown();
    controller.receive({ type: 'run', options: { ...options, input: 'image' } });
    await settled();
    assert.deepEqual(ports.take(), [{ type: 'runFailed', message: 'No image was chosen.', isCancelled: true }]);
    ports.images = [{ file: 'file:///cat.png', name: 'cat.png' }];
    controller.receive({ type: 'chooseImage' });
    await settled();
    ports.images = [];
    controller.receive({ type: 'run', options: { ...options, input: 'image' } });
    await settled();
    assert.deepEqual(types(ports.take()), ['images', 'runStarted']);
    assert.deepEqual(ports.runs[0]?.question.image, { file: 'file:///cat.png', name: 'cat.png' });
  });
});

describe('preview: what it makes and says', () => {
  it('speaks of its own in the words that it is given', async () => {
    const tables = pseudoTables(extensionTables);
    const { ports, controller } = await shown(new MemoryPorts(sayIn<typeof previewRun>(pseudo, tables.previewRun)));
    controller.receive({ type: 'run', options: { ...options, input: 'image' } });
    await settled();
    controller.receive({ type: 'run', options });
    await settled();
    controller.receive({ type: 'cancelRun' });
    const messages = ports.take().flatMap((told) => (told.type === 'runFailed' ? [told.message] : []));
    assert.deepEqual(messages, ['⟦No image was chosen.⟧', '⟦The run was cancelled.⟧']);
  });

  it('has a report made of what is shown: with its overrides, batch and metric', async () => {
    const { ports, controller } = start();
    controller.exportReport();
    controller.receive({ type: 'ready', protocol: 1, network: null });
    ports.views[0]?.answer(good('A'));
    await settled();
    assert.deepEqual(
      ports.take().filter(({ type }) => type === 'exportReport'),
      [{ type: 'exportReport' }],
    );
    const overrides = { inputShape: [96, 96, 3] } as const;
    void controller.setOverrides(overrides);
    controller.receive({ type: 'report', metric: 'macs', batch: 8 });
    await settled();
    assert.deepEqual(ports.reports[0]?.question, { metric: 'macs', overrides: { ...overrides, batch: 8 } });
    ports.reports[0]?.answer(null);
    await settled();
    assert.deepEqual(
      ports.take().filter(({ type }) => type === 'report'),
      [{ type: 'report', report: null }],
    );
  });

  it('asks for a picture as soon as the page has its view, and saves what the page sends', async () => {
    const { ports, controller } = start();
    controller.exportPicture('svg', 'paper');
    assert.deepEqual(ports.take(), []);
    controller.receive({ type: 'ready', protocol: 1, network: null });
    ports.views[0]?.answer(good('A'));
    await settled();
    const asked = ports.take().filter(({ type }) => type === 'exportPicture');
    assert.deepEqual(asked, [{ type: 'exportPicture', format: 'svg', theme: 'paper' }]);
    controller.receive({ type: 'save', name: 'A.svg', base64: 'PHN2Zy8+' });
    controller.receive({ type: 'save', name: 'B.svg', base64: 'no base64' });
    // Longer than any name or message: a picture of a large network.
    controller.receive({ type: 'save', name: 'C.png', base64: 'AAAA'.repeat(1_000_000) });
    await settled();
    const large = '\0'.repeat(3_000_000);
    assert.deepEqual(ports.done, [
      ['save', 'A.svg', '<svg/>'],
      ['save', 'C.png', large],
    ]);
  });
});
