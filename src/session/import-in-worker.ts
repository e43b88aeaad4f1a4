/** The end of an import for a surface: has a worker do it (model-worker.ts), and gives it the files that it asks for. */

import type { FromModelWorker, ToModelWorker } from '../protocol/model-messages';

export interface ModelWorker {
  post(message: ToModelWorker): void;
  /** Ends it at once. */
  terminate(): void;
}

/** Starts a worker for one import. `onError` is told of what it dies of. */
export type StartModelWorker = (
  onMessage: (message: FromModelWorker) => void,
  onError: (problem: Error) => void,
) => Promise<ModelWorker>;

export type ImportedFile = Extract<FromModelWorker, { kind: 'imported' }>;

export interface ModelQuestion {
  readonly message: Extract<ToModelWorker, { kind: 'import' }>;
  /** A file of that name in the model's folder; null where there is none. */
  readBeside(name: string): Promise<Uint8Array | null>;
  /** Ends the import: it is answered with undefined. */
  readonly signal: AbortController['signal'];
}

/** Rejects with what the worker dies of. */
export function importInWorker(
  start: StartModelWorker,
  { message, readBeside, signal }: ModelQuestion,
): Promise<Exclude<FromModelWorker, { kind: 'beside' }> | undefined> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      settle();
      signal.removeEventListener('abort', abort);
      void worker.then((started) => started.terminate());
    };
    const abort = (): void => end(() => resolve(undefined));
    const worker = start(
      (reply) => {
        if (reply.kind !== 'beside') {
          end(() => resolve(reply));
          return;
        }
        const { name } = reply;
        void Promise.all([worker, readBeside(name)]).then(([started, bytes]) =>
          started.post({ kind: 'beside', name, bytes }),
        );
      },
      (problem) => end(() => reject(problem)),
    );
    signal.addEventListener('abort', abort);
    worker.then((started) => started.post(message), reject);
  });
}
