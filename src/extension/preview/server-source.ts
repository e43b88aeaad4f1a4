/** Answers what previews ask, from the language server. */

import * as vscode from 'vscode';
import { toBase64 } from '../../base/base64';
import type { TextEdit } from '../../base/diagnostic';
import type { FileId } from '../../base/span';
import type { CheaperWay } from '../../protocol/cheaper';
import type { CompareBase, CompareOutcome } from '../../protocol/compare';
import type { PreviewExplanation } from '../../protocol/explanation';
import type { LookOutcome } from '../../protocol/layer-look';
import type { MemoryReport } from '../../protocol/memory';
import { requests } from '../../protocol/requests';
import {
  largestImageBytes,
  type RunOutcome,
  type RunParams,
  type SentOverrides,
  type ViewResult,
} from '../../protocol/server-messages';
import type { StatementAnswer, StatementQuestion, StatementText } from '../../protocol/statement';
import type { SweepPart, SweepRequest } from '../../protocol/sweep';
import type { DesignChange, DesignControls } from '../../protocol/what-if';
import type { LookQuestion } from '../../runtime/look-question';
import type { RunProgress } from '../../runtime/run-network';
import type {
  PickedImage,
  PreviewRunRequest,
  PreviewSource,
  RunningPreview,
  TextCursor,
} from '../../session/preview-ports';
import { KnownProblem } from '../../session/problem-text';
import type { SayExtension } from '../../words/extension';
import type { LanguageSession } from '../language-session';

export class ServerSource implements PreviewSource, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<FileId>();
  private readonly disposables: vscode.Disposable[] = [];
  private runs = 0;
  /** The view of a file may have changed. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly session: LanguageSession,
    private readonly say: SayExtension,
  ) {
    // A file that no editor has open is not analysed unasked: its changes on disk are the news.
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.cnn');
    const tell = (uri: vscode.Uri) => this.changed.fire(uri.toString());
    this.disposables.push(
      this.changed,
      watcher,
      watcher.onDidChange(tell),
      watcher.onDidCreate(tell),
      watcher.onDidDelete(tell),
      session.onDidAnalyze(({ uri }) => tell(vscode.Uri.parse(uri))),
    );
  }

  async view(uri: FileId, network: string | undefined, overrides: SentOverrides | undefined): Promise<ViewResult> {
    return this.session.request(requests.view, { uri, network, overrides });
  }

  async explain(
    uri: FileId,
    network: string,
    path: string,
    overrides: SentOverrides | undefined,
  ): Promise<PreviewExplanation | null> {
    return this.session.request(requests.explain, { uri, network, path, overrides });
  }

  async cheaper(
    uri: FileId,
    network: string,
    path: string,
    overrides: SentOverrides | undefined,
  ): Promise<readonly CheaperWay[]> {
    return this.session.request(requests.cheaper, { uri, network, path, overrides });
  }

  async cheaperEdits(
    uri: FileId,
    network: string,
    path: string,
    way: string,
    overrides: SentOverrides | undefined,
  ): Promise<readonly TextEdit[]> {
    return this.session.request(requests.cheaperEdits, { uri, network, path, way, overrides });
  }

  async statement(uri: FileId, network: string, path: string): Promise<StatementText | null> {
    return this.session.request(requests.statement, { uri, network, path });
  }

  async askStatement(
    uri: FileId,
    network: string,
    path: string,
    question: StatementQuestion,
  ): Promise<StatementAnswer | null> {
    return this.session.request(requests.askStatement, { uri, network, path, question });
  }

  async statementEdits(uri: FileId, network: string, path: string, text: string): Promise<readonly TextEdit[]> {
    return this.session.request(requests.statementEdits, { uri, network, path, text });
  }

  async compare(
    uri: FileId,
    network: string,
    overrides: SentOverrides | undefined,
    base: CompareBase,
  ): Promise<CompareOutcome> {
    return this.session.request(requests.compare, { uri, network, overrides, base });
  }

  async memory(uri: FileId, network: string, overrides: SentOverrides | undefined): Promise<MemoryReport | null> {
    return this.session.request(requests.memory, { uri, network, overrides });
  }

  async controls(
    uri: FileId,
    network: string,
    path: string | null,
    overrides: SentOverrides | undefined,
  ): Promise<DesignControls | null> {
    return this.session.request(requests.controls, { uri, network, path, overrides });
  }

  async nearestValues(
    uri: FileId,
    network: string,
    changes: readonly DesignChange[],
    refused: DesignChange,
  ): Promise<readonly string[]> {
    return this.session.request(requests.nearestValues, { uri, network, changes, refused });
  }

  async sweep(uri: FileId, network: string, request: SweepRequest, from: number): Promise<SweepPart> {
    return this.session.request(requests.sweep, { uri, network, request, from });
  }

  async applied(uri: FileId, network: string, overrides: SentOverrides): Promise<readonly TextEdit[]> {
    return this.session.request(requests.applied, { uri, network, overrides });
  }

  async networkAt(uri: FileId, cursor: TextCursor): Promise<string | null> {
    const position = positionOf(cursor);
    return position === undefined ? null : this.session.request(requests.networkAt, { uri, position });
  }

  async selection(uri: FileId, network: string, cursor: TextCursor): Promise<readonly string[]> {
    const position = positionOf(cursor);
    if (position === undefined) return [];
    const asked = { uri: cursor.file, position, within: { uri, network } };
    return (await this.session.request(requests.selection, asked)).paths;
  }

  async fix(uri: FileId, error: string, fix: string): Promise<readonly TextEdit[]> {
    return this.session.request(requests.fix, { uri, error, fix });
  }

  run(
    uri: FileId,
    { options, overrides, image }: PreviewRunRequest,
    onProgress: (progress: RunProgress) => void,
  ): RunningPreview {
    this.runs++;
    const token = `run ${this.runs}`;
    const cancellation = new vscode.CancellationTokenSource();
    const listening = this.session.onRunProgress((message) => {
      if (message.token === token) onProgress(message.progress);
    });
    const ask = async (): Promise<RunOutcome> => {
      try {
        const sent = await sentImage(image, this.say);
        const asked = { uri, token, options, overrides, image: sent };
        return await this.session.request(requests.run, asked, cancellation.token);
      } finally {
        listening.dispose();
        cancellation.dispose();
      }
    };
    return { answer: ask(), cancel: () => cancellation.cancel() };
  }

  look(
    uri: FileId,
    { options, overrides, image }: PreviewRunRequest,
    question: LookQuestion,
  ): RunningPreview<LookOutcome> {
    const cancellation = new vscode.CancellationTokenSource();
    const ask = async (): Promise<LookOutcome> => {
      try {
        const sent = await sentImage(image, this.say);
        const asked = { uri, options, overrides, image: sent, question };
        return await this.session.request(requests.look, asked, cancellation.token);
      } finally {
        cancellation.dispose();
      }
    };
    return { answer: ask(), cancel: () => cancellation.cancel() };
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

async function sentImage(image: PickedImage | undefined, say: SayExtension): Promise<RunParams['image']> {
  return image && { name: image.name, base64: await base64Of(image, say) };
}

/** Read here: the image may lie where the server has no files. */
async function base64Of({ file, name }: PickedImage, say: SayExtension): Promise<string> {
  const uri = vscode.Uri.parse(file);
  const { fs } = vscode.workspace;
  const unreadable = (): never => {
    throw new KnownProblem(say('image.unreadable', { name }));
  };
  const { type, size } = await fs.stat(uri).then(undefined, unreadable);
  if ((type & vscode.FileType.File) === 0) throw new KnownProblem(say('image.no-file', { name }));
  if (size > largestImageBytes) {
    throw new KnownProblem(say('image.too-large', { name, megabytes: largestImageBytes / 2 ** 20 }));
  }
  return toBase64(await fs.readFile(uri).then(undefined, unreadable));
}
