/** Answers what previews ask, from the language server. */

import * as vscode from 'vscode';
import type { TextEdit } from '../../base/diagnostic';
import type { FileId } from '../../base/span';
import type { PreviewExplanation } from '../../protocol/explanation';
import type { RunStep } from '../../protocol/messages';
import { reportOf } from '../../protocol/run-report';
import {
  type ExplainParams,
  type ExplainResult,
  explainRequest,
  type FixParams,
  type FixResult,
  fixRequest,
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
import type {
  PreviewRunRequest,
  PreviewSource,
  RunAnswer,
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

  run(uri: FileId, request: PreviewRunRequest, onProgress: (step: RunStep) => void): RunningPreview {
    const { network, options, image, calibrate } = request;
    this.runs++;
    const token = `run ${this.runs}`;
    const params: RunParams = {
      uri,
      network,
      token,
      seed: options.seed,
      verify: options.verify,
      calibrate,
      ...(image === undefined ? {} : { image: vscode.Uri.parse(image.file).fsPath }),
      ...(options.upto === null ? {} : { upto: options.upto }),
    };
    const cancellation = new vscode.CancellationTokenSource();
    const listening = this.session.onRunProgress((message) => {
      if (message.token !== token) return;
      const { phase, path, index, count } = message.progress;
      onProgress({ phase, layer: path, done: index, total: count });
    });
    const ask = async (): Promise<RunAnswer> => {
      try {
        const outcome = await this.session.request<RunOutcome>(runRequest, params, cancellation.token);
        if (outcome.kind === 'failed') return outcome;
        return { kind: 'done', report: reportOf(outcome.result, options, outcome.prediction) };
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
