/**
 * Threads for the wasm backend in a browser: workers of the worker that runs, whose whole life is the kernels' own loop
 * (kernels/crew.ts). They need memory that may be shared, and end when the execution they serve is disposed of, or with
 * the worker that started them.
 */

import type { StartThreads, ThreadRequest } from '../backend';

/** All a thread runs besides the kernels; given as text, so that no file has to be found. */
const program = `
  onmessage = ({ data: { module, memory, scratch, failedWord } }) => {
    try {
      const instance = new WebAssembly.Instance(module, { env: { memory } });
      postMessage('ready');
      instance.exports.serve(scratch);
    } catch (problem) {
      Atomics.store(new Int32Array(memory.buffer), failedWord, 1);
      throw problem;
    }
    close();
  };
`;

/** As much of a worker's `globalThis` as is used. */
interface WorkerScope {
  readonly Blob: new (parts: readonly string[], options: { readonly type: string }) => object;
  readonly URL: { createObjectURL(blob: object): string };
  readonly Worker: new (
    address: string,
  ) => {
    postMessage(message: unknown): void;
    addEventListener(type: 'message' | 'error', listener: () => void): void;
  };
}

export const webThreads: StartThreads = async (request) => {
  const { Blob, URL, Worker } = globalThis as unknown as WorkerScope;
  const address = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
  const start = ({ module, memory, failedWord }: ThreadRequest, scratch: number): Promise<void> =>
    new Promise((fulfil) => {
      const worker = new Worker(address);
      worker.addEventListener('message', fulfil);
      // A thread that cannot start is done without: the others take its work.
      worker.addEventListener('error', fulfil);
      worker.postMessage({ module, memory, scratch, failedWord });
    });
  await Promise.all(request.scratchAddresses.map((scratch) => start(request, scratch)));
};
