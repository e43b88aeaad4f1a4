/** Imports networks of other frameworks in an editor: reads their files by the editor's file system, and has a worker do the rest. */

import * as vscode from 'vscode';
import {
  type ImportedFile,
  importInWorker,
  type ModelQuestion,
  type StartModelWorker,
} from '../../session/import-in-worker';
import { KnownProblem } from '../../session/problem-text';
import type { SayExtension } from '../../words/extension';
import { fileName } from '../preview/text-editor';

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

  private async ask(
    model: vscode.Uri,
    message: ModelQuestion['message'],
    token: vscode.CancellationToken,
  ): ReturnType<typeof importInWorker> {
    const abort = new AbortController();
    const listening = token.onCancellationRequested(() => abort.abort());
    const readBeside = async (name: string): Promise<Uint8Array | null> =>
      vscode.workspace.fs.readFile(vscode.Uri.joinPath(model, '..', name)).then(undefined, () => null);
    try {
      return await importInWorker(this.start, { message, readBeside, signal: abort.signal });
    } finally {
      listening.dispose();
    }
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
