/** Gives the preview panels what they show, from the language server. */

import * as vscode from 'vscode';
import type { PreviewExplanation } from '../protocol/explanation';
import type { RunStep } from '../protocol/messages';
import { type RunReport, reportOf } from '../protocol/run-report';
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
  type ViewParams,
  type ViewResult,
  viewRequest,
} from '../protocol/server-messages';
import type { LanguageSession } from './language-session';
import type { PreviewSource, RunRequest, ViewAnswer } from './preview/source';

export class ServerPreviewSource implements PreviewSource, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly disposables: vscode.Disposable[] = [];
  private runs = 0;
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly session: LanguageSession,
    private readonly output: vscode.LogOutputChannel,
  ) {
    // A file that no editor has open is not analysed unasked: its changes on disk are the news.
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.cnn');
    const tell = (uri: vscode.Uri) => this.changed.fire(uri);
    this.disposables.push(
      this.changed,
      watcher,
      watcher.onDidChange(tell),
      watcher.onDidCreate(tell),
      watcher.onDidDelete(tell),
      session.onDidAnalyze(({ uri }) => this.changed.fire(vscode.Uri.parse(uri))),
    );
  }

  async getView(uri: vscode.Uri, network: string | undefined): Promise<ViewAnswer> {
    const params: ViewParams = { uri: uri.toString(), ...(network === undefined ? {} : { network }) };
    const answer = await this.session.request<ViewResult>(viewRequest, params);
    return (
      answer ?? {
        view: null,
        errors: [],
        places: { nodes: [], errors: [], budgets: [] },
        isBroken: false,
        documentVersion: 0,
      }
    );
  }

  async getExplanation(uri: vscode.Uri, network: string, path: string): Promise<PreviewExplanation | undefined> {
    const params: ExplainParams = { uri: uri.toString(), network, path };
    return (await this.session.request<ExplainResult>(explainRequest, params)) ?? undefined;
  }

  async startRun(
    uri: vscode.Uri,
    network: string,
    request: RunRequest,
    progress: (step: RunStep) => void,
    cancel: vscode.CancellationToken,
  ): Promise<RunReport> {
    this.runs++;
    const token = `run ${this.runs}`;
    const params: RunParams = {
      uri: uri.toString(),
      network,
      token,
      seed: request.seed,
      verify: request.verify,
      calibrate: request.calibrate,
      ...(request.image === undefined ? {} : { image: request.image.fsPath }),
      ...(request.upto === null ? {} : { upto: request.upto }),
    };
    const listening = this.session.onRunProgress((message) => {
      if (message.token !== token) return;
      const { phase, path, index, count } = message.progress;
      progress({ phase, layer: path, done: index, total: count });
    });
    try {
      const outcome = await this.session.request<RunOutcome>(runRequest, params, cancel);
      if (outcome.kind === 'done') return reportOf(outcome.result, request, outcome.prediction);
      if (outcome.isCancelled) throw new vscode.CancellationError();
      throw new Error(outcome.message);
    } finally {
      listening.dispose();
    }
  }

  async applyFix(uri: vscode.Uri, error: string, fix: string): Promise<boolean> {
    const params: FixParams = { uri: uri.toString(), error, fix };
    const edits = await this.session.request<FixResult>(fixRequest, params);
    if (edits === null || edits.length === 0) return false;
    const change = new vscode.WorkspaceEdit();
    for (const edit of edits) {
      const { range } = edit;
      const place = new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
      change.replace(vscode.Uri.parse(edit.uri), place, edit.newText);
    }
    return vscode.workspace.applyEdit(change);
  }

  log(message: string): void {
    this.output.info(message);
  }

  dispose(): void {
    for (const disposable of this.disposables.splice(0)) disposable.dispose();
  }
}
