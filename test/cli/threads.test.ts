/** The threads of the command line, as who asks them sees it: their own programs here are a few lines that do as a test wants. */

import * as assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layoutThread } from '../../src/cli/node-layout';
import { sweepOnThreads } from '../../src/cli/node-sweep';
import type { SharedSweep } from '../../src/session/shared-sweep';

describe('threads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'incept-threads-'));
  after(() => rmSync(folder, { recursive: true }));

  /** A program for a thread. `say` answers, `on` takes what does it. */
  const program = (name: string, text: string): string => {
    const path = join(folder, `${name}.js`);
    const head = "const { parentPort, workerData } = require('node:worker_threads');";
    writeFileSync(path, `${head}\nconst say = (it) => parentPort.postMessage(it);\n${text}\n`);
    return path;
  };

  describe('of a sweep', () => {
    const places = 'Array.from({ length: to - from }, (_, i) => from + i)';
    /** What costs a point is its place here, and what a sweep is of is whatever the program takes. */
    const sweep = async (path: string, count: number, of: unknown = {}, told: number[] = []): Promise<unknown> =>
      sweepOnThreads(path)(of as SharedSweep, count, async (done) => void told.push(done));

    it('give every point once, in the order of the grid, whoever is quick', async () => {
      // The first stretch comes last.
      const path = program(
        'uneven',
        `parentPort.on('message', ({ from, to }) => setTimeout(() => say(${places}), from === 0 ? 50 : 0));`,
      );
      for (const count of [25, 130]) {
        const told: number[] = [];
        assert.deepEqual(
          await sweep(path, count, {}, told),
          Array.from({ length: count }, (_, place) => place),
        );
        assert.equal(told.at(-1), count);
        assert.deepEqual(
          told,
          [...new Set(told)].sort((a, b) => a - b),
        );
      }
    });

    it('are given what the sweep is of, and end with it', async () => {
      const beats = new Int32Array(new SharedArrayBuffer(4));
      const path = program(
        'beating',
        `setInterval(() => Atomics.add(workerData.beats, 0, 1), 1);
         parentPort.on('message', ({ from, to }) => say(${places}.map(() => workerData.name)));`,
      );
      assert.deepEqual(await sweep(path, 2, { beats, name: 'Net' }), ['Net', 'Net']);
      const last = Atomics.load(beats, 0);
      // Another sweep takes as long as a thread takes to start, which is many beats.
      await sweep(path, 2, { beats: new Int32Array(new SharedArrayBuffer(4)), name: '' });
      assert.equal(Atomics.load(beats, 0), last);
    });

    it('that fail or end fail the sweep, and end with it', async () => {
      const beats = new Int32Array(new SharedArrayBuffer(4));
      const beating = 'setInterval(() => Atomics.add(workerData.beats, 0, 1), 1);';
      const failing = `${beating} parentPort.on('message', ({ from }) => { if (from === 25) throw new Error('no memory'); });`;
      await assert.rejects(sweep(program('failing', failing), 60, { beats }), /no memory/);
      const ending = `${beating} parentPort.on('message', ({ from }) => { if (from === 25) process.exit(7); });`;
      await assert.rejects(sweep(program('ending', ending), 60, { beats }), /exit 7/);
      const last = Atomics.load(beats, 0);
      await sweep(program('plain', `parentPort.on('message', () => say([0]));`), 1);
      assert.equal(Atomics.load(beats, 0), last);
    });
  });

  describe('of a layout', () => {
    /** Says that it is ready, lays out by writing `w` down, fails at `bad`, dies at `dead`, and has the first `late` wait for the next. */
    const layouter = `
      let late;
      say({ type: 'ready' });
      parentPort.on('message', (request) => {
        const { id, graph } = request;
        if (graph.id === 'dead') throw new Error('out of memory');
        if (graph.id === 'never') return;
        if (graph.id === 'late') { late = request; return; }
        if (graph.id === 'bad') say({ type: 'failed', id, message: 'a port without a node' });
        else say({ type: 'laid', id, graph: { ...graph, width: id } });
        if (late) say({ type: 'laid', id: late.id, graph: { ...late.graph, width: late.id } });
        late = undefined;
      });`;

    it('answers each who asked, in whatever order, and fails for one alone', async () => {
      const thread = layoutThread(program('layouter', layouter));
      const late = thread.layOut({ id: 'late' });
      const bad = thread.layOut({ id: 'bad' });
      const good = thread.layOut({ id: 'good' });
      await assert.rejects(bad, /^Error: a port without a node$/);
      assert.deepEqual(await Promise.all([late, good]), [
        { id: 'late', width: 1 },
        { id: 'good', width: 3 },
      ]);
      await thread.close();
    });

    it('that dies fails for all who wait, and another is started for who asks next', async () => {
      const thread = layoutThread(program('mortal', layouter));
      const asked = ['never', 'dead', 'never'].map((id) => thread.layOut({ id }));
      for (const one of await Promise.allSettled(asked)) {
        assert.match(one.status === 'rejected' ? String(one.reason) : one.status, /out of memory/);
      }
      assert.deepEqual(await thread.layOut({ id: 'good' }), { id: 'good', width: 4 });
      await thread.close();
    });

    it('is closed though nobody asked', async () => {
      await layoutThread(join(folder, 'missing.js')).close();
    });
  });
});
