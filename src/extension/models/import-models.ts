/** Imports networks of other frameworks in an editor: reads their files by the editor's file system, and has a worker do the rest. */

import * as vscode from 'vscode';
import type { FromModelWorker, ToModelWorker } from '../../protocol/model-messages';
import { KnownProblem } from '../../session/problem-text';
import type { SayExtension } from '../../words/extension';
import { fileName } from '../preview/text-editor';

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

type Size = readonly [number, number, number];

/** In MiB: what workers are given to read. */
const largestModel = 2047;

export class ModelImports {
  constructor(
    private readonly start: StartModelWorker,
    private readonly say: SayExtension,
  ) {}

  /**
   * Weights are taken from the file of the same name, where the format has them apart; a size that the file leaves open is asked for.
   * Undefined where the user has given up. Rejects with a `KnownProblem` that says what is wrong.
   */
  async read(model: vscode.Uri, token: vscode.CancellationToken): Promise<ImportedFile | undefined> {
    const bytes = await readModel(model, this.say);
    const weights = await weightsBeside(model);
    const name = fileName(model);
    let size: Size | undefined;
    for (;;) {
      const message = { kind: 'import', name, bytes, weights, size, locale: vscode.env.language } as const;
      const answer = await this.ask(model, message, token);
      if (answer === undefined || answer.kind === 'imported') return answer;
      if (!answer.needsSize || size !== undefined) throw new KnownProblem(answer.message);
      size = await askSize(name, this.say);
      if (size === undefined) return undefined;
    }
  }

  private ask(
    model: vscode.Uri,
    message: ToModelWorker,
    token: vscode.CancellationToken,
  ): Promise<Exclude<FromModelWorker, { kind: 'beside' }> | undefined> {
    return new Promise((resolve, reject) => {
      const listening = token.onCancellationRequested(() => end(() => resolve(undefined)));
      const end = (settle: () => void): void => {
        settle();
        listening.dispose();
        void worker.then((started) => started.terminate());
      };
      const worker = this.start(
        (reply) => {
          if (reply.kind !== 'beside') {
            end(() => resolve(reply));
            return;
          }
          const { name } = reply;
          const beside = vscode.workspace.fs.readFile(vscode.Uri.joinPath(model, '..', name));
          void Promise.all([worker, beside.then(undefined, () => null)]).then(([started, bytes]) =>
            started.post({ kind: 'beside', name, bytes }),
          );
        },
        (problem) => end(() => reject(problem)),
      );
      worker.then((started) => started.post(message), reject);
    });
  }
}

async function readModel(model: vscode.Uri, say: SayExtension): Promise<Uint8Array> {
  const { size } = await vscode.workspace.fs.stat(model);
  if (size > largestModel * 2 ** 20) {
    throw new KnownProblem(say('model.large', { name: fileName(model), limit: largestModel + 1 }));
  }
  return vscode.workspace.fs.readFile(model);
}

/** Of a prototxt. */
async function weightsBeside(model: vscode.Uri): Promise<Uint8Array | undefined> {
  const path = model.path.replace(/(\.deploy)?\.prototxt$/i, '.caffemodel');
  if (path === model.path) return undefined;
  return vscode.workspace.fs.readFile(model.with({ path })).then(
    (bytes) => bytes,
    () => undefined,
  );
}

async function askSize(name: string, say: SayExtension): Promise<Size | undefined> {
  const sizeOf = (text: string): Size | undefined => {
    const [, height, width, channels] = /^\s*(\d{1,6})\s*x\s*(\d{1,6})\s*x\s*(\d{1,6})\s*$/i.exec(text) ?? [];
    return channels === undefined ? undefined : [Number(height), Number(width), Number(channels)];
  };
  const text = await vscode.window.showInputBox({
    title: say('model.size.title', { name }),
    prompt: say('model.size.prompt'),
    value: '224x224x3',
    validateInput: (value) => (sizeOf(value) === undefined ? say('model.size.refused') : undefined),
  });
  return text === undefined ? undefined : sizeOf(text);
}
