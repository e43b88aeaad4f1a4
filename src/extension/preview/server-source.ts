/** What previews of VS Code ask is answered by the language server; here is the way to it, and what VS Code knows of texts and images. */

import * as vscode from 'vscode';
import type { FileId } from '../../base/span';
import { largestFileBytes, largestWeightBytes } from '../../protocol/run';
import type { TextsRevision } from '../../protocol/server-messages';
import type { PickedFile, TextCursor } from '../../session/preview-ports';
import { KnownProblem } from '../../session/problem-text';
import { RequestSource } from '../../session/request-source';
import type { SayExtension } from '../../words/extension';
import type { LanguageSession } from '../language-session';
import type { ModelImports } from '../models/import-models';

export class ServerSource extends RequestSource implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<{
    readonly file: FileId;
    readonly texts?: TextsRevision;
  }>();
  private readonly disposables: vscode.Disposable[] = [];
  /** The view of a file may have changed. */
  readonly onDidChange = this.changed.event;
  readonly onDidSettle: LanguageSession['onDidSettle'];

  constructor(session: LanguageSession, imports: ModelImports, say: SayExtension) {
    super({
      request: async (request, params, signal) => {
        const cancellation = new vscode.CancellationTokenSource();
        const cancel = (): void => cancellation.cancel();
        if (signal?.aborted) cancel();
        signal?.addEventListener('abort', cancel);
        try {
          return await session.request(request, params, cancellation.token);
        } finally {
          signal?.removeEventListener('abort', cancel);
          cancellation.dispose();
        }
      },
      onRunProgress: session.onRunProgress,
      positionOf,
      readFile: (image) => readFile(image, say),
      versionOf: async ({ file, name }) => {
        const { mtime, size } = await vscode.workspace.fs
          .stat(vscode.Uri.parse(file))
          .then(undefined, unreadable(name, say));
        return `${mtime} ${size}`;
      },
      readWeights: async ({ file, name }, signal) => {
        const uri = vscode.Uri.parse(file);
        await checkFile(uri, name, largestWeightBytes, say);
        return imports.weights(uri, signal);
      },
    });
    this.onDidSettle = session.onDidSettle;
    this.disposables.push(
      this.changed,
      session.onDidOutdate(({ uri }) => this.changed.fire({ file: vscode.Uri.parse(uri).toString() })),
      session.onDidAnalyze(({ uri, version, revision }) =>
        this.changed.fire({ file: vscode.Uri.parse(uri).toString(), texts: { documentVersion: version, revision } }),
      ),
    );
  }

  dispose(): void {
    for (const disposable of this.disposables.splice(0)) disposable.dispose();
  }
}

/** Undefined for a text that is no longer open. */
function positionOf({ file, offset }: TextCursor): { line: number; character: number } | undefined {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === file);
  if (document === undefined) return undefined;
  const { line, character } = document.positionAt(offset);
  return { line, character };
}

async function readFile({ file, name }: PickedFile, say: SayExtension): Promise<Uint8Array> {
  const uri = vscode.Uri.parse(file);
  await checkFile(uri, name, largestFileBytes, say);
  return vscode.workspace.fs.readFile(uri).then(undefined, unreadable(name, say));
}

function unreadable(name: string, say: SayExtension): () => never {
  return () => {
    throw new KnownProblem(say('file.unreadable', { name }));
  };
}

async function checkFile(uri: vscode.Uri, name: string, most: number, say: SayExtension): Promise<void> {
  const { type, size } = await vscode.workspace.fs.stat(uri).then(undefined, unreadable(name, say));
  if ((type & vscode.FileType.File) === 0) throw new KnownProblem(say('image.no-file', { name }));
  if (size > most) throw new KnownProblem(say('image.too-large', { name, megabytes: Math.floor(most / 2 ** 20) }));
}
