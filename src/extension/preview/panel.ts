/**
 * One preview: a webview panel that shows one file. Asks its source for the view on every change, one request at a
 * time, and posts only the latest and only while the panel is visible; a hidden panel is forgotten by VS Code, and
 * restores itself from its saved state. Knows the text only to reveal places in it and to say where the cursor is.
 */

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import {
  type HostMessage,
  type PreviewTab,
  parseViewMessage,
  type RevealTarget,
  type ViewMessage,
} from '../../protocol/messages';
import type { RunOptions } from '../../protocol/run-report';
import { withLastGood } from '../../view/last-good';
import { type FileView, type ViewMetric, type ViewModel, viewMetrics } from '../../view/model';
import { diffViews } from '../../view/patch';
import { previewHtml } from './html';
import { nodesAt, placeOf } from './places';
import type { Presets } from './presets';
import { PreviewRun } from './run';
import type { PreviewSource } from './source';

export const previewViewType = 'incept.preview';

/** A cursor that is still moving is not followed. */
const cursorDelayMs = 60;

export class PreviewPanel implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[] = [];
  private readonly run: PreviewRun;
  private readonly highlight: vscode.TextEditorDecorationType;
  private network: string | undefined;
  /** What is shown, which while the text is broken is the last good picture. */
  private shown: FileView | undefined;
  private documentVersion = 0;
  /** What the page has; undefined for a page that has to be sent a whole view. */
  private posted: { readonly version: number; readonly view: ViewModel } | undefined;
  private postings = 0;
  private selected: string | null = null;
  /** The page has said that it listens. A hidden panel has no page. */
  private isReady = false;
  private isAsking = false;
  private isStale = true;
  /** Posted as soon as the page is ready and has its view. */
  private pendingShow: HostMessage | undefined;
  private cursorTimer: ReturnType<typeof setTimeout> | undefined;
  private sentCursor = '';

  constructor(
    readonly uri: vscode.Uri,
    private readonly panel: vscode.WebviewPanel,
    private readonly source: PreviewSource,
    private readonly presets: Presets,
    extensionUri: vscode.Uri,
    network: string | undefined,
  ) {
    this.network = network;
    this.highlight = vscode.window.createTextEditorDecorationType({
      backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
      borderColor: new vscode.ThemeColor('contrastActiveBorder'),
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    });
    this.run = new PreviewRun(source, uri, (message) => this.post(message));
    panel.webview.options = previewOptions(extensionUri);
    panel.webview.html = page(panel.webview, extensionUri);
    this.setTitle();
    this.disposables.push(
      this.run,
      this.highlight,
      panel.webview.onDidReceiveMessage((value: unknown) => this.receive(value)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.isReady = false;
      }),
      panel.onDidDispose(() => this.dispose()),
      source.onDidChange((changed) => {
        if (changed.toString() === uri.toString()) void this.refresh();
      }),
      vscode.window.onDidChangeTextEditorSelection((event) => this.followCursor(event.textEditor)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('incept.preview')) this.postSettings();
      }),
    );
  }

  get onDidDispose(): vscode.Event<void> {
    return this.panel.onDidDispose;
  }

  get isActive(): boolean {
    return this.panel.active;
  }

  /** Brings the panel to the front without taking the keyboard from the text. */
  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  /** Puts a tab in front, and with `offset` selects the node whose text is there. */
  show(tab: PreviewTab, offset?: number): void {
    const node =
      offset === undefined || this.shown === undefined
        ? undefined
        : nodesAt(this.shown.places, this.uri.toString(), offset, this.selected)[0];
    if (node !== undefined) this.selected = node;
    this.pendingShow = { type: 'show', tab, ...(node === undefined ? {} : { node }) };
    this.postPendingShow();
  }

  /** Puts a tab in front with the node of this path in this network. */
  async showNode(tab: PreviewTab, network: string, path: string): Promise<void> {
    await this.showNetwork(network);
    this.selected = path;
    this.pendingShow = { type: 'show', tab, node: path };
    this.postPendingShow();
  }

  /** Shows another network of the file. */
  async showNetwork(network: string): Promise<void> {
    if (this.network === network) return;
    await this.changeNetwork(network);
  }

  /** Starts a run as the Run tab would. */
  async startRun(options: RunOptions): Promise<void> {
    this.show('run');
    await this.run.start(options, await this.networkName(), this.documentVersion);
  }

  dispose(): void {
    clearTimeout(this.cursorTimer);
    for (const disposable of this.disposables.splice(0)) disposable.dispose();
  }

  private isListening(): boolean {
    return this.isReady && this.panel.visible;
  }

  private post(message: HostMessage): void {
    if (this.isListening()) void this.panel.webview.postMessage(message);
  }

  private receive(value: unknown): void {
    const parsed = parseViewMessage(value);
    if ('ignored' in parsed) {
      this.source.log(`preview: ignored ${parsed.ignored}`);
      return;
    }
    this.handle(parsed.message).catch((problem: unknown) => this.source.log(`preview: ${textOf(problem)}`));
  }

  private async handle(message: ViewMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        this.network ??= message.network ?? undefined;
        this.sentCursor = '';
        this.posted = undefined;
        this.postSettings();
        await this.refresh();
        this.run.repeat();
        return;
      case 'setNetwork':
        await this.changeNetwork(message.network);
        return;
      case 'select':
        this.selected = message.node;
        this.clearHighlight();
        return;
      case 'reveal':
        await this.revealText(message.target, message.takeFocus);
        return;
      case 'explain':
        await this.explain(message.path);
        return;
      case 'run':
        await this.run.start(message.options, await this.networkName(), this.documentVersion, message.calibrate);
        return;
      case 'cancelRun':
        this.run.cancel();
        return;
      case 'chooseImage':
        await this.run.chooseImage();
        return;
      case 'usePreset':
        await this.presets.use(message.preset, await vscode.workspace.openTextDocument(this.uri));
        return;
      case 'applyFix':
        await this.source.applyFix(this.uri, message.error, message.fix);
        return;
      case 'needView':
        this.posted = undefined;
        this.postView();
        return;
      case 'problem':
        this.source.log(`preview: ${message.message}`);
        return;
    }
  }

  /** Asks for the view; while an answer is awaited, changes are only noted, so that the last one wins. */
  private async refresh(): Promise<void> {
    this.isStale = true;
    if (this.isAsking || !this.panel.visible) return;
    this.isAsking = true;
    try {
      while (this.isStale && this.panel.visible) {
        this.isStale = false;
        const answer = await this.source.getView(this.uri, this.network);
        if (this.isStale) continue;
        this.shown = withLastGood(this.shown, answer);
        this.network = this.shown.view?.network ?? this.network;
        this.documentVersion = answer.documentVersion;
        if (this.shown.view !== null) this.postView();
        else {
          this.posted = undefined;
          this.post({
            type: 'noNetwork',
            file: this.uri.toString(),
            fileName: fileName(this.uri),
            errors: this.shown.errors,
            presets: await this.presets.list(),
          });
        }
        this.setTitle();
        this.postPendingShow();
        this.followVisibleCursor();
      }
    } catch (problem) {
      // The last picture stays in sight: no answer is not an empty file.
      this.source.log(`preview: no view of ${fileName(this.uri)}: ${textOf(problem)}`);
      this.post({ type: 'unavailable', message: textOf(problem) });
    } finally {
      this.isAsking = false;
    }
  }

  /** Posts what has changed where the page has a picture of the same network, else all of it. */
  private postView(): void {
    const view = this.shown?.view;
    if (view == null || !this.isListening()) return;
    const { posted, documentVersion } = this;
    const version = ++this.postings;
    this.posted = { version, view };
    if (posted?.view.network === view.network) {
      const patch = diffViews(posted.view, view);
      this.post({ type: 'viewPatch', patch, base: posted.version, version, documentVersion });
    } else this.post({ type: 'view', view, version, documentVersion });
  }

  private async changeNetwork(network: string): Promise<void> {
    this.network = network;
    this.selected = null;
    // The last good picture of another network is none of this one.
    this.shown = undefined;
    await this.refresh();
  }

  private async networkName(): Promise<string> {
    if (this.network === undefined) await this.refresh();
    return this.network ?? '';
  }

  private async explain(path: string): Promise<void> {
    const explanation = await this.source.getExplanation(this.uri, await this.networkName(), path);
    this.post({ type: 'explanation', path, explanation: explanation ?? null });
  }

  private postPendingShow(): void {
    if (this.pendingShow === undefined || !this.isReady || this.shown?.view == null) return;
    this.post(this.pendingShow);
    this.pendingShow = undefined;
  }

  private postSettings(): void {
    const metric = vscode.workspace.getConfiguration('incept.preview', this.uri).get<string>('metric');
    const known = viewMetrics.find((name): name is ViewMetric => name === metric);
    this.post({ type: 'settings', settings: { metric: known ?? 'multiplies' } });
  }

  private setTitle(): void {
    this.panel.title = `${this.shown?.view?.network ?? fileName(this.uri)} preview`;
  }

  private async revealText(target: RevealTarget, takeFocus: boolean): Promise<void> {
    const place = this.shown === undefined ? undefined : placeOf(target, this.shown.places);
    if (place === undefined) return;
    const uri = vscode.Uri.parse(place.file);
    const visible = vscode.window.visibleTextEditors.find(
      (editor) => editor.document.uri.toString() === uri.toString(),
    );
    // A click in the picture opens no other file: that is what the double click is for.
    if (visible === undefined && !takeFocus) return;
    const document = visible?.document ?? (await vscode.workspace.openTextDocument(uri));
    const range = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
    if (takeFocus) {
      await vscode.window.showTextDocument(document, {
        viewColumn: visible?.viewColumn ?? vscode.ViewColumn.One,
        selection: new vscode.Range(range.start, range.start),
      });
      return;
    }
    if (visible === undefined) return;
    visible.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    this.clearHighlight();
    visible.setDecorations(this.highlight, [range]);
  }

  private clearHighlight(): void {
    for (const editor of vscode.window.visibleTextEditors) editor.setDecorations(this.highlight, []);
  }

  private followVisibleCursor(): void {
    const editor = vscode.window.activeTextEditor;
    if (editor !== undefined) this.followCursor(editor);
  }

  /** Selects the node at the cursor, once the cursor rests and the view is as new as the text. */
  private followCursor(editor: vscode.TextEditor): void {
    if (editor.document.languageId !== 'cnn') return;
    clearTimeout(this.cursorTimer);
    this.cursorTimer = setTimeout(() => {
      const { document, selection } = editor;
      const isOwn = document.uri.toString() === this.uri.toString();
      if (this.shown === undefined || (isOwn && document.version !== this.documentVersion)) return;
      const offset = document.offsetAt(selection.active);
      const nodes = nodesAt(this.shown.places, document.uri.toString(), offset, this.selected);
      const key = nodes.join('\n');
      if (key === this.sentCursor || nodes.length === 0) return;
      this.sentCursor = key;
      this.selected = nodes[0] ?? null;
      this.clearHighlight();
      this.post({ type: 'selection', nodes });
    }, cursorDelayMs);
  }
}

export function previewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [webviewFolder(extensionUri)] };
}

function webviewFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

function page(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const address = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(webviewFolder(extensionUri), name)).toString();
  return previewHtml({
    cspSource: webview.cspSource,
    nonce: randomBytes(18).toString('base64url'),
    scriptUri: address('main.js'),
    styleUri: address('main.css'),
    layoutWorkerUri: address('layout-worker.js'),
  });
}

export function fileName(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}

function textOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}
