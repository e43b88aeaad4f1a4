/** The end of an import for a surface: has a worker do it (model-worker.ts), and gives it the files that it asks for. */

import { weightEndings } from '../interop/weight-endings';
import type { FromModelWorker, ToModelWorker } from '../protocol/model-messages';
import { KnownProblem } from './problem-text';

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

/** Without their dots: what a person opens. Weights and other parts lie beside it. */
export const modelEndings = ['onnx', 'prototxt', 'h5', 'hdf5', 'keras', 'json'] as const;

/** With their dots: what weights are read from, alone or in a model. Parts of a model of TensorFlow.js lie beside its `.json`. */
export const weightFileEndings: readonly string[] = [
  ...Object.values(weightEndings).flat(),
  ...modelEndings.filter((ending) => ending !== 'prototxt').map((ending) => `.${ending}`),
  '.caffemodel',
];

/** Height x width x channels. */
export type InputSize = readonly [number, number, number];

/** `224x224x3`; undefined for what is none. */
export function inputSizeIn(text: string): InputSize | undefined {
  const [, height, width, channels] = /^\s*(\d{1,6})\s*x\s*(\d{1,6})\s*x\s*(\d{1,6})\s*$/i.exec(text) ?? [];
  return channels === undefined ? undefined : [Number(height), Number(width), Number(channels)];
}

export interface ImportPorts {
  readonly start: StartModelWorker;
  /** BCP 47. */
  readonly locale: string;
  /** A file of that name in the model's folder; null where there is none. */
  readBeside(name: string): Promise<Uint8Array | null>;
  /** For a file that leaves it open; undefined where the user has given up. */
  askSize(): Promise<InputSize | undefined>;
  /** Ends the import. */
  readonly signal: AbortController['signal'];
}

/**
 * Weights are taken from the file of the same name, where the format has them apart. Undefined where the user has given up.
 * Rejects with a `KnownProblem` that says what is wrong with the file, or with what the worker dies of.
 */
export async function importFile(
  name: string,
  bytes: Uint8Array,
  ports: ImportPorts,
): Promise<ImportedFile | undefined> {
  const beside = name.replace(/(\.deploy)?\.prototxt$/i, '.caffemodel');
  const weights = beside === name ? undefined : ((await ports.readBeside(beside)) ?? undefined);
  let size: InputSize | undefined;
  for (;;) {
    const answer = await ask({ kind: 'import', name, bytes, weights, size, locale: ports.locale }, ports);
    if (answer === undefined || answer.kind === 'imported') return answer;
    if (answer.kind !== 'refused') return undefined;
    if (!answer.needsSize || size !== undefined) throw new KnownProblem(answer.message);
    size = await ports.askSize();
    if (size === undefined) return undefined;
  }
}

export type WeightsFile = Extract<FromModelWorker, { kind: 'weights' }>;

/**
 * The weights of a file as safetensors; a file that is of safetensors already is given back. Undefined where the user has given
 * up. Rejects as `importFile`.
 */
export async function weightsInWorker(
  name: string,
  bytes: Uint8Array,
  ports: ImportPorts,
): Promise<WeightsFile | undefined> {
  if (name.toLowerCase().endsWith('.safetensors')) return { kind: 'weights', bytes, layout: 'incept' };
  let size: InputSize | undefined;
  for (;;) {
    const answer = await ask({ kind: 'weights', name, bytes, size, locale: ports.locale }, ports);
    if (answer === undefined || answer.kind === 'weights') return answer;
    const { message, needsSize } = answer.kind === 'refused' ? answer : { message: '', needsSize: false };
    if (!needsSize || size !== undefined) throw new KnownProblem(message);
    size = await ports.askSize();
    if (size === undefined) return undefined;
  }
}

function ask(
  message: ToModelWorker,
  { start, readBeside, signal }: ImportPorts,
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
