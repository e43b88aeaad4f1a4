/** The runner over a worker and a clock that the test plays: order of the queue, of cancelling, of ends and crashes. */

import assert from 'node:assert/strict';
import type { RunResult } from '../../src/runtime/result';
import { RunError } from '../../src/runtime/run-error';
import type { JobMessage } from '../../src/runtime/run-messages';
import type { RunRequest } from '../../src/runtime/run-network';
import { Runner, type WorkerEvents } from '../../src/runtime/runner';
import { networkOfBody, planOf } from '../support/network-text';
import { inEnglish } from '../support/refusal-text';

interface FakeWorker {
  readonly events: WorkerEvents;
  readonly posted: JobMessage[];
  readonly refs: boolean[];
  isEnded: boolean;
}

class FakeWorld {
  readonly workers: FakeWorker[] = [];
  readonly timers = new Set<{ readonly at: number; readonly action: () => void }>();
  now = 0;
  refuses = false;

  runner(sharesMemory: boolean): Runner {
    return new Runner({
      sharesMemory,
      after: (milliseconds, action) => {
        const timer = { at: this.now + milliseconds, action };
        this.timers.add(timer);
        return () => void this.timers.delete(timer);
      },
      startWorker: (events) => {
        if (this.refuses) throw new Error('no worker to be had');
        const worker: FakeWorker = { events, posted: [], refs: [], isEnded: false };
        this.workers.push(worker);
        return {
          post: (message) => void worker.posted.push(message),
          terminate: () => {
            worker.isEnded = true;
          },
          ref: () => void worker.refs.push(true),
          unref: () => void worker.refs.push(false),
        };
      },
    });
  }

  pass(milliseconds: number): void {
    this.now += milliseconds;
    for (const timer of [...this.timers].sort((a, b) => a.at - b.at)) {
      if (timer.at <= this.now && this.timers.delete(timer)) timer.action();
    }
  }

  worker(index: number): FakeWorker {
    const worker = this.workers[index];
    assert.ok(worker, `worker ${index} of ${this.workers.length}`);
    return worker;
  }

  /** Answers the last request of a worker. */
  answer(index: number, network: string): void {
    const { events, posted } = this.worker(index);
    const result = { schema: 1, network } as RunResult;
    events.onMessage({ kind: 'done', id: posted.at(-1)?.id, result, values: [] });
  }
}

describe('runner', () => {
  const plan = planOf(networkOfBody('input: 1x1x1\nrelu()'));
  const request: RunRequest = {
    plan,
    input: { kind: 'random', seed: 1 },
    weights: { kind: 'seed', seed: 1 },
    repeat: 1,
    top: 1,
    verify: false,
  };
  const isError =
    (code: RunError['code'], text = '') =>
    (error: unknown) =>
      error instanceof RunError && error.code === code && inEnglish(error.refusal).includes(text);
  const networkOf = async (run: Promise<RunResult>) => (await run).network;

  it('gives a worker one request at a time, in order', async () => {
    const world = new FakeWorld();
    const runner = world.runner(true);
    const runs = [runner.run(request), runner.run(request)];
    assert.equal(world.worker(0).posted.length, 1);
    world.answer(0, 'first');
    assert.equal(world.worker(0).posted.length, 2);
    world.answer(0, 'second');
    assert.deepEqual(await Promise.all(runs.map(networkOf)), ['first', 'second']);
    assert.equal(world.workers.length, 1);
  });

  it('shares a word to cancel with where it can, and sends none where not', () => {
    for (const sharesMemory of [true, false]) {
      const world = new FakeWorld();
      void world.runner(sharesMemory).run(request);
      assert.equal(world.worker(0).posted[0]?.cancel !== undefined, sharesMemory);
    }
  });

  it('asks a worker to stop, and ends one that does not answer in time', async () => {
    const world = new FakeWorld();
    const runner = world.runner(true);
    const controller = new AbortController();
    const cancelled = runner.run(request, { signal: controller.signal });
    const next = runner.run(request);
    controller.abort();
    const flag = new Int32Array(world.worker(0).posted[0]?.cancel as SharedArrayBuffer);
    assert.deepEqual([flag[0], world.worker(0).isEnded], [1, false]);
    world.pass(200);
    assert.equal(world.worker(0).isEnded, true);
    await assert.rejects(cancelled, isError('cancelled'));
    world.answer(1, 'next');
    assert.equal(await networkOf(next), 'next');
  });

  it('keeps a worker that stops when asked', async () => {
    const world = new FakeWorld();
    const runner = world.runner(true);
    const controller = new AbortController();
    const cancelled = runner.run(request, { signal: controller.signal });
    controller.abort();
    const { events, posted } = world.worker(0);
    const refusal = { code: 'run.cancelled/run', values: {} };
    events.onMessage({ kind: 'failed', id: posted[0]?.id, refusal });
    await assert.rejects(cancelled, isError('cancelled'));
    world.pass(1000);
    assert.equal(world.worker(0).isEnded, false);
  });

  it('ends the worker at once where no memory is shared, and starts another for what waits', async () => {
    const world = new FakeWorld();
    const runner = world.runner(false);
    const controller = new AbortController();
    const told: string[] = [];
    const cancelled = runner.run(request, { signal: controller.signal, onProgress: ({ path }) => told.push(path) });
    const next = runner.run(request);
    controller.abort();
    assert.equal(world.worker(0).isEnded, true);
    await assert.rejects(cancelled, isError('cancelled'));
    // What an ended worker still says is of no matter, be it an answer or its end.
    const { events, posted } = world.worker(0);
    events.onMessage({ kind: 'done', id: posted[0]?.id, result: { schema: 1 }, values: [] });
    events.onExit(1);
    assert.equal(world.worker(1).posted.length, 1);
    world.answer(1, 'next');
    assert.equal(await networkOf(next), 'next');
    assert.deepEqual(told, []);
  });

  it('takes what is cancelled out of the queue', async () => {
    const world = new FakeWorld();
    const runner = world.runner(true);
    const controller = new AbortController();
    const runs = [runner.run(request), runner.run(request, { signal: controller.signal }), runner.run(request)];
    controller.abort();
    await assert.rejects(runs[1] as Promise<RunResult>, isError('cancelled'));
    world.answer(0, 'first');
    world.answer(0, 'third');
    assert.deepEqual(await Promise.all([runs[0], runs[2]].map((run) => networkOf(run as Promise<RunResult>))), [
      'first',
      'third',
    ]);
    assert.equal(world.worker(0).posted.length, 2);
    await assert.rejects(runner.run(request, { signal: controller.signal }), isError('cancelled'));
  });

  it('tells a crash, an end and a lack of memory apart, and goes on with a fresh worker', async () => {
    const world = new FakeWorld();
    const runner = world.runner(true);
    const crashed = runner.run(request);
    const ended = runner.run(request);
    const starved = runner.run(request);
    const broken = runner.run(request);
    const last = runner.run(request);
    world.worker(0).events.onError({ message: 'oops' });
    world.worker(1).events.onExit(3);
    world.worker(2).events.onError({ message: 'heap', isMemory: true });
    world.worker(3).events.onMessage({ kind: 'broken', id: world.worker(3).posted[0]?.id, message: 'a mistake' });
    assert.equal(world.worker(3).isEnded, true);
    world.answer(4, 'last');
    await assert.rejects(crashed, isError('crashed', 'oops'));
    await assert.rejects(ended, isError('crashed', 'code 3'));
    await assert.rejects(starved, isError('memory'));
    await assert.rejects(broken, isError('crashed', 'a mistake'));
    assert.equal(await networkOf(last), 'last');
  });

  it('rejects each run that no worker can be started for', async () => {
    const world = new FakeWorld();
    world.refuses = true;
    const runner = world.runner(true);
    await assert.rejects(runner.run(request), isError('crashed', 'no worker to be had'));
    world.refuses = false;
    const run = runner.run(request);
    world.answer(0, 'later');
    assert.equal(await networkOf(run), 'later');
  });

  it('gives up a worker of which nothing is heard, and goes on with a fresh one', async () => {
    const world = new FakeWorld();
    const runner = world.runner(true);
    const silent = runner.run(request);
    const next = runner.run(request);
    const { events, posted } = world.worker(0);
    const id = posted[0]?.id;
    // Neither is an answer, and so no sign of life.
    events.onMessage({ kind: 'nonsense', id });
    events.onMessage({ kind: 'alive', id: 99 });
    world.pass(8_000);
    world.pass(500);
    await assert.rejects(silent, isError('crashed', 'does not answer'));
    assert.equal(world.worker(0).isEnded, true);
    world.answer(1, 'next');
    assert.equal(await networkOf(next), 'next');
  });

  it('waits for a worker as long as it says that it is alive, and no longer', async () => {
    const world = new FakeWorld();
    const runner = world.runner(false);
    const run = runner.run(request);
    const { events, posted } = world.worker(0);
    for (let turn = 0; turn < 10; turn++) {
      world.pass(7_000);
      events.onMessage({ kind: 'alive', id: posted[0]?.id });
    }
    assert.equal(world.worker(0).isEnded, false);
    world.pass(20_000);
    world.pass(500);
    await assert.rejects(run, isError('crashed', 'does not answer'));
  });

  it('lets an idle worker rest, and ends it after a while without work', async () => {
    const world = new FakeWorld();
    const runner = world.runner(true);
    const first = runner.run(request);
    world.answer(0, 'first');
    await first;
    assert.deepEqual(world.worker(0).refs, [true, false]);
    world.pass(59_000);
    const second = runner.run(request);
    world.pass(59_000);
    world.answer(0, 'second');
    await second;
    assert.equal(world.workers.length, 1);
    world.pass(61_000);
    assert.equal(world.worker(0).isEnded, true);
    const third = runner.run(request);
    world.answer(1, 'third');
    assert.equal(await networkOf(third), 'third');
  });

  it('cancels everything when it is disposed of', async () => {
    const world = new FakeWorld();
    const runner = world.runner(true);
    const runs = [runner.run(request), runner.run(request)];
    const settled = Promise.allSettled(runs);
    await runner.dispose();
    assert.deepEqual(
      (await settled).map((each) => each.status),
      ['rejected', 'rejected'],
    );
    assert.equal(world.worker(0).isEnded, true);
    assert.equal(world.workers.length, 1);
  });

  it('stops listening to a signal once its run is over', async () => {
    const world = new FakeWorld();
    const runner = world.runner(false);
    const controller = new AbortController();
    const run = runner.run(request, { signal: controller.signal });
    world.answer(0, 'done');
    await run;
    controller.abort();
    assert.equal(world.worker(0).isEnded, false);
  });
});
