/** What the page of run.test.ts runs: a runner whose worker is the page's own, and the moments that the test asks about. */

import type { RunResult } from '../../../src/runtime/result';
import type { RunRequest } from '../../../src/runtime/run-network';
import { webRunner } from '../../../src/runtime/web-runner';

const workerUrl = new URL('run-worker.js', location.href).href;
const byUrl = webRunner((options) => new Worker(workerUrl, options));

async function run(request: RunRequest, from: 'url' | 'blob') {
  let values: readonly (readonly number[])[] = [];
  let runner = byUrl;
  if (from === 'blob') {
    const text = await (await fetch(workerUrl)).text();
    runner = webRunner(
      (options) => new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })), options),
    );
  }
  const result: RunResult = await runner.run(request, {
    onValues: (tensors) => {
      values = tensors.map((tensor) => [...tensor.values]);
    },
  });
  if (from === 'blob') await runner.dispose();
  return { result, values };
}

/** Cancels as soon as a layer is being computed; milliseconds until the run has ended, and how. */
async function cancel(request: RunRequest): Promise<{ readonly ms: number; readonly code: unknown }> {
  const controller = new AbortController();
  let cancelledAt = 0;
  try {
    await byUrl.run(request, {
      signal: controller.signal,
      onProgress: ({ path }) => {
        if (path === '' || controller.signal.aborted) return;
        cancelledAt = performance.now();
        controller.abort();
      },
    });
    return { ms: 0, code: 'done' };
  } catch (problem) {
    return { ms: performance.now() - cancelledAt, code: (problem as { code?: unknown }).code };
  }
}

/** What a worker that cannot be loaded leads to. */
async function miss(request: RunRequest): Promise<unknown> {
  const lost = webRunner(() => new Worker(new URL('missing.js', location.href)));
  return lost.run(request).catch((problem: { code?: unknown }) => problem.code);
}

/** What it leads to that the browser ends the worker while it computes, without a word. */
async function end(request: RunRequest): Promise<unknown> {
  let worker: Worker | undefined;
  const runner = webRunner((options) => {
    worker = new Worker(workerUrl, options);
    return worker;
  });
  let isEnding = false;
  const ended = await runner
    .run(request, {
      onProgress: () => {
        if (!isEnding) setTimeout(() => worker?.terminate(), 500);
        isEnding = true;
      },
    })
    .catch((problem: { refusal?: { code?: unknown } }) => problem.refusal?.code);
  await runner.dispose();
  return ended;
}

const api = { run, cancel, miss, end, sharesMemory: () => typeof SharedArrayBuffer !== 'undefined' };
export type RunPage = typeof api;

declare global {
  interface Window {
    runPage: RunPage;
  }
}

window.runPage = api;
