/** Answers what previews ask, from the language server. */

import * as vscode from 'vscode';
import type { TextEdit } from '../../base/diagnostic';
import type { FileId } from '../../base/span';
import { toBase64 } from '../../protocol/bytes';
import type { PreviewExplanation } from '../../protocol/explanation';
import {
  type ExplainParams,
  type ExplainResult,
  explainRequest,
  type FixParams,
  type FixResult,
  fixRequest,
  largestImageBytes,
  type RunOutcome,
  type RunParams,
  runRequest,
  type SelectionParams,
  type SelectionResult,
  selectionRequest,
  type ViewParams,
  type ViewResult,
  viewRequest,
} from '../../protocol/server-messages';
import type { RunProgress } from '../../runtime/run-network';
import type {
  PickedImage,
  PreviewRunRequest,
  PreviewSource,
  RunningPreview,
  TextCursor,
  ViewAnswer,
} from '../../session/preview-ports';
import type { LanguageSession } from '../language-session';

/** What there is to show of a file that the server does not know. */
const unknownFile: ViewAnswer = {
  view: null,
  errors: [],
  places: { nodes: [], errors: [], budgets: [] },
  isBroken: false,
  documentVersion: 0,
};

export class ServerSource implements PreviewSource, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<FileId>();
  private readonly disposables: vscode.Disposable[] = [];
  private runs = 0;
  /** The view of a file may have changed. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly session: LanguageSession) {
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

  async view(uri: FileId, network: string | undefined): Promise<ViewAnswer> {
    const params: ViewParams = { uri, ...(network === undefined ? {} : { network }) };
    const answer = await this.session.request<ViewResult>(viewRequest, params);
    return answer ?? unknownFile;
  }

  async explain(uri: FileId, network: string, path: string): Promise<PreviewExplanation | null> {
    const params: ExplainParams = { uri, network, path };
    return this.session.request<ExplainResult>(explainRequest, params);
  }

  async selection(uri: FileId, network: string, cursor: TextCursor): Promise<readonly string[]> {
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === cursor.file);
    if (document === undefined) return [];
    const { line, character } = document.positionAt(cursor.offset);
    const params: SelectionParams = { uri: cursor.file, position: { line, character }, within: { uri, network } };
    return (await this.session.request<SelectionResult>(selectionRequest, params)).paths;
  }

  async fix(uri: FileId, error: string, fix: string): Promise<readonly TextEdit[]> {
    const params: FixParams = { uri, error, fix };
    return this.session.request<FixResult>(fixRequest, params);
  }

  run(uri: FileId, { options, image }: PreviewRunRequest, onProgress: (progress: RunProgress) => void): RunningPreview {
    this.runs++;
    const token = `run ${this.runs}`;
    const cancellation = new vscode.CancellationTokenSource();
    const listening = this.session.onRunProgress((message) => {
      if (message.token === token) onProgress(message.progress);
    });
    const ask = async (): Promise<RunOutcome> => {
      try {
        const sent = image === undefined ? undefined : { name: image.name, base64: await base64Of(image) };
        const params: RunParams = { uri, token, options, image: sent };
        return await this.session.request<RunOutcome>(runRequest, params, cancellation.token);
      } finally {
        listening.dispose();
        cancellation.dispose();
      }
    };
    return { answer: ask(), cancel: () => cancellation.cancel() };
  }

  dispose(): void {
    for (const disposable of this.disposables.splice(0)) disposable.dispose();
  }
}

/** Read here: the image may lie where the server has no files. */
async function base64Of({ file, name }: PickedImage): Promise<string> {
  const uri = vscode.Uri.parse(file);
  const { type, size } = await vscode.workspace.fs.stat(uri);
  if ((type & vscode.FileType.File) === 0) throw new Error(`${name} is not a file`);
  if (size > largestImageBytes) throw new Error(`${name} is larger than ${largestImageBytes / 2 ** 20} MiB`);
  return toBase64(await vscode.workspace.fs.readFile(uri));
}
