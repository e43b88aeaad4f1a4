/**
 * Threads for the wasm backend in Node: workers whose whole life is the kernels' own loop (kernels/crew.ts). They never
 * keep a process alive, and end when the execution they serve is disposed of, or with the thread that started them.
 */

import { Worker } from 'node:worker_threads';
import type { StartThreads, ThreadRequest } from '../backend';

/** All a thread runs besides the kernels; given as text, so that no file has to be found. */
const program = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { module, memory, scratch, failedWord } = workerData;
  try {
    const instance = new WebAssembly.Instance(module, { env: { memory } });
    parentPort.postMessage('ready');
    instance.exports.serve(scratch);
  } catch (problem) {
    Atomics.store(new Int32Array(memory.buffer), failedWord, 1);
    throw problem;
  }
`;

/** @param onEnd Called when a thread has ended. */
export function nodeThreads(onEnd: () => void = () => {}): StartThreads {
  return async (request) => {
    await Promise.all(request.scratchAddresses.map((scratch) => startThread(request, scratch, onEnd)));
  };
}

/** A thread that cannot start is done without: the others take its work. */
function startThread({ module, memory, failedWord }: ThreadRequest, scratch: number, onEnd: () => void): Promise<void> {
  return new Promise((fulfil) => {
    const worker = new Worker(program, {
      eval: true,
      execArgv: [],
      workerData: { module, memory, scratch, failedWord },
    });
    const settle = (): void => {
      worker.unref();
      fulfil();
    };
    worker.once('message', settle);
    worker.once('error', settle);
    worker.once('exit', () => {
      settle();
      onEnd();
    });
  });
}
