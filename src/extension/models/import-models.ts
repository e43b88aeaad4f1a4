/** Imports networks of other frameworks in an editor: reads their files by the editor's file system, and has a worker do the rest. */

import * as vscode from 'vscode';
import {
  type ImportedFile,
  type ImportPorts,
  type InputSize,
  importFile,
  inputSizeIn,
  type StartModelWorker,
  type WeightsFile,
  weightsInWorker,
} from '../../session/import-in-worker';
import { KnownProblem } from '../../session/problem-text';
import type { SayExtension } from '../../words/extension';
import { fileName } from '../preview/text-editor';

/** In MiB: what workers are given to read. */
const largestModel = 2047;

export class ModelImports {
  constructor(
    private readonly start: StartModelWorker,
    private readonly say: SayExtension,
  ) {}

  /** Undefined where the user has given up. Rejects with a `KnownProblem` that says what is wrong. */
  async read(model: vscode.Uri, token: vscode.CancellationToken): Promise<ImportedFile | undefined> {
    const abort = new AbortController();
    const listening = token.onCancellationRequested(() => abort.abort());
    try {
      return await importFile(fileName(model), await readModel(model, this.say), this.ports(model, abort.signal));
    } finally {
      listening.dispose();
    }
  }

  /** As `read`, of the weights alone. */
  async weights(file: vscode.Uri, signal: AbortController['signal']): Promise<WeightsFile | undefined> {
    return weightsInWorker(fileName(file), await readModel(file, this.say), this.ports(file, signal));
  }

  private ports(model: vscode.Uri, signal: AbortController['signal']): ImportPorts {
    return {
      start: this.start,
      locale: vscode.env.language,
      readBeside: async (beside) =>
        vscode.workspace.fs.readFile(vscode.Uri.joinPath(model, '..', beside)).then(undefined, () => null),
      askSize: () => askSize(fileName(model), this.say),
      signal,
    };
  }
}

async function readModel(model: vscode.Uri, say: SayExtension): Promise<Uint8Array> {
  const { size } = await vscode.workspace.fs.stat(model);
  if (size > largestModel * 2 ** 20) {
    throw new KnownProblem(say('model.large', { name: fileName(model), limit: largestModel + 1 }));
  }
  return vscode.workspace.fs.readFile(model);
}

async function askSize(name: string, say: SayExtension): Promise<InputSize | undefined> {
  const text = await vscode.window.showInputBox({
    title: say('model.size.title', { name }),
    prompt: say('model.size.prompt'),
    value: '224x224x3',
    validateInput: (value) => (inputSizeIn(value) === undefined ? say('model.size.refused') : undefined),
  });
  return text === undefined ? undefined : inputSizeIn(text);
}
