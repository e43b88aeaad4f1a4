/** What a preview asks of a server, and when it sends a file of weights there. */

import * as assert from 'node:assert/strict';
import { type Request, requests } from '../../src/protocol/requests';
import type { RunOptions } from '../../src/protocol/run';
import type { LookQuestion } from '../../src/runtime/look-question';
import { RequestSource, type ServerRequests } from '../../src/session/request-source';

const file = 'file:///a.cnn';
const weights = { file: 'file:///w.safetensors', name: 'w.safetensors' };
const question: LookQuestion = { path: 'conv_1', from: 0, channel: 0, place: null };
const options: RunOptions = { input: 'random', seed: 1, upto: null, verify: false };

describe('weights on their way to a server', () => {
  /** Has the weights that were sent last, and says by their number what it was asked with. */
  function server() {
    const asked: string[] = [];
    const state = { version: 'first', reads: 0, held: 0 };
    const answers: ServerRequests = {
      request: async <P, R>({ method }: Request<P, R>, params: P): Promise<R> => {
        await new Promise((resolve) => setImmediate(resolve));
        if (method === requests.weights.method) {
          state.held = (params as { number: number }).number;
          return null as R;
        }
        const { number } = (params as { weights: { number: number } }).weights;
        if (number !== state.held) return { kind: 'failed', message: '', isCancelled: false, lacksWeights: true } as R;
        asked.push(`${method} ${number}`);
        return { kind: 'failed', message: 'nothing is computed here', isCancelled: false } as R;
      },
      onRunProgress: () => ({ dispose: () => {} }),
      positionOf: () => undefined,
      readFile: async () => new Uint8Array(),
      versionOf: async () => state.version,
      readWeights: async () => {
        state.reads++;
        return { kind: 'weights', bytes: Uint8Array.of(1), layout: 'incept' };
      },
    };
    return { source: new RequestSource(answers), state, asked };
  }

  const request = { options, overrides: undefined, image: undefined, weights };

  it('reads and sends them once, for whatever asks', async () => {
    const { source, state } = server();
    await source.weightsFit(file, 'N', undefined, weights).answer;
    await source.run(file, request, () => {}).answer;
    await source.look(file, request, question).answer;
    assert.equal(state.reads, 1);
  });

  it('sends them once where a run begins while they are looked at', async () => {
    const { source, state, asked } = server();
    const both = [source.weightsFit(file, 'N', undefined, weights), source.run(file, request, () => {})];
    await Promise.all(both.map(({ answer }) => answer));
    assert.equal(state.reads, 1);
    assert.deepEqual(asked, ['incept/weightsFit 1', 'incept/run 1']);
  });

  it('sends them for a run where the look at them was given up', async () => {
    const { source, state, asked } = server();
    const looking = source.weightsFit(file, 'N', undefined, weights);
    const running = source.run(file, request, () => {});
    looking.cancel();
    const [looked] = await Promise.all([looking.answer, running.answer]);
    assert.ok(looked.kind === 'failed' && looked.isCancelled);
    assert.deepEqual([state.reads, asked], [2, ['incept/run 1']]);
  });

  it('sends them again once their file was written, as after more training; a look stays with its run', async () => {
    const { source, state, asked } = server();
    await source.run(file, request, () => {}).answer;
    state.version = 'second';
    await source.look(file, request, question).answer;
    assert.equal(state.reads, 1);
    await source.run(file, request, () => {}).answer;
    assert.equal(state.reads, 2);
    assert.deepEqual(asked, ['incept/run 1', 'incept/look 1', 'incept/run 2']);
  });
});
