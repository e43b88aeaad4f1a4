/** The page's side of the layout worker, with workers that are slow, crash, fail or never start. */

import assert from 'node:assert/strict';
import ELK from 'elkjs';
import type { ElkGraph } from '../../../src/view/elk-input';
import type { LayoutRequest } from '../../../src/view/layout-messages';
import type { Picture } from '../../../src/view/picture';
import { LayoutClient, type LayoutWorker, Superseded } from '../../../webview/graph/layout-client';
import { block, concat, layer, sampleModel } from '../../view/sample-model';

const elk = new ELK();
const model = sampleModel([layer('conv'), block('m', layer('conv')), concat([layer('conv')], []), layer('dense')]);
const none = new Set<string>();
const ignore = (): void => undefined;

class FakeWorker implements LayoutWorker {
  onmessage: LayoutWorker['onmessage'] = null;
  onerror: LayoutWorker['onerror'] = null;
  isTerminated = false;
  readonly requests: LayoutRequest[] = [];

  constructor(private readonly answer: (worker: FakeWorker, request: LayoutRequest) => void) {}

  postMessage(request: LayoutRequest): void {
    this.requests.push(request);
    this.answer(this, request);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  layOut({ id, graph }: LayoutRequest): void {
    elk.layout(graph as never).then((laid) => {
      if (!this.isTerminated) this.onmessage?.({ data: { type: 'laid', id, graph: laid as unknown as ElkGraph } });
    }, ignore);
  }
}

type Answer = (worker: FakeWorker, request: LayoutRequest) => void;

const works: Answer = (worker, request) => worker.layOut(request);

/** A client whose workers answer one after the other as told, the last way for all that follow. */
function clientOf(
  answers: Answer[],
  deadlines: { deadlineMs?: number; lastDeadlineMs?: number } = {},
): { client: LayoutClient; workers: FakeWorker[]; problems: string[] } {
  const workers: FakeWorker[] = [];
  const problems: string[] = [];
  const client = new LayoutClient({
    startWorker: () => {
      const worker = new FakeWorker(answers[Math.min(workers.length, answers.length - 1)] ?? works);
      workers.push(worker);
      setTimeout(() => worker.onmessage?.({ data: { type: 'ready' } }));
      return Promise.resolve(worker);
    },
    ...deadlines,
    onProblem: (message) => problems.push(message),
  });
  return { client, workers, problems };
}

describe('layout client', function () {
  this.timeout(60_000);

  it('lays out, and asks the worker nothing about what it knows', async () => {
    const { client, workers } = clientOf([works]);
    const { picture } = await client.place(model, none, ignore);
    assert.equal(picture.method, 'layered');
    assert.equal(workers[0]?.requests.length, 1);
    assert.deepEqual((await client.place(model, none, ignore)).picture, picture);
    assert.equal(workers[0]?.requests.length, 1);
    client.dispose();
    assert.equal(workers[0]?.isTerminated, true);
  });

  it('asks no worker for a chain, and starts none', async () => {
    const { client, workers } = clientOf([works]);
    const chain = sampleModel([layer('conv'), block('m', layer('conv')), layer('dense')]);
    assert.equal((await client.place(chain, none, ignore)).picture.method, 'layered');
    assert.equal(workers.length, 0);
    client.dispose();
  });

  it('works on the latest picture only', async () => {
    const { client } = clientOf([works]);
    const first = client.place(model, none, ignore);
    const second = client.place(model, new Set(['m']), ignore);
    await assert.rejects(first, Superseded);
    assert.equal((await second).picture.boxes.length, 7);
    client.dispose();
  });

  it('starts another worker after a crash', async () => {
    const { client, workers, problems } = clientOf([(worker) => worker.onerror?.({ message: 'out of memory' }), works]);
    const { picture } = await client.place(model, none, ignore);
    assert.equal(picture.method, 'layered');
    assert.equal(workers.length, 2);
    assert.equal(workers[0]?.isTerminated, true);
    assert.deepEqual(problems, ['out of memory']);
    client.dispose();
  });

  it('stacks what fails twice, and what no worker starts for', async () => {
    const { client } = clientOf([
      (worker, { id }) => worker.onmessage?.({ data: { type: 'failed', id, message: 'no' } }),
    ]);
    const failed = await client.place(model, none, ignore);
    assert.deepEqual([failed.picture.method, failed.failure], ['stacked', 'failed']);
    client.dispose();
    const unstarted = new LayoutClient({ startWorker: () => Promise.reject(new Error('refused')) });
    const unable = await unstarted.place(model, none, ignore);
    assert.deepEqual([unable.picture.method, unable.failure], ['stacked', 'failed']);
    unstarted.dispose();
  });

  it('shows a stack while a layout is late, and the layout when it comes', async () => {
    let held: (() => void) | undefined;
    const hold: Answer = (worker, request) => {
      held = () => worker.layOut(request);
    };
    const { client } = clientOf([hold], { deadlineMs: 10 });
    const meanwhile: Picture[] = [];
    const { picture } = await client.place(model, none, (early) => {
      meanwhile.push(early);
      held?.();
    });
    assert.deepEqual(
      meanwhile.map((early) => early.method),
      ['stacked'],
    );
    assert.equal(picture.method, 'layered');
    client.dispose();
  });

  it('gives up what never ends, and ends that worker', async () => {
    const { client, workers, problems } = clientOf([ignore], { deadlineMs: 10, lastDeadlineMs: 30 });
    const late = await client.place(model, none, ignore);
    assert.deepEqual([late.picture.method, late.failure], ['stacked', 'slow']);
    assert.equal(workers[0]?.isTerminated, true);
    assert.deepEqual(problems, ['the layout takes too long']);
    assert.equal((await client.place(model, none, ignore)).failure, 'slow');
    assert.equal(workers.length, 2);
    client.dispose();
  });
});
