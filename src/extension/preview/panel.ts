/**
 * One preview in VS Code: a webview panel as the page of a preview controller, the events of the window as its news.
 * What is shown when is decided there (src/session/preview-controller.ts).
 */

import * as vscode from 'vscode';
import { sentHostMessage } from '../../protocol/messages';
import type { Presets } from '../../session/presets';
import { PreviewController } from '../../session/preview-controller';
import { webClock } from '../../session/web-clock';
import type { ExtensionWords } from '../../words/extension';
import { tellProblem } from '../problems';
import { freshNonce, previewHtml } from './html';
import type { ServerSource } from './server-source';
import { cursorOf, fileName, PreviewTextEditor } from './text-editor';

export const previewViewType = 'incept.preview';

/** What all previews share. */
export interface PreviewHost {
  readonly extensionUri: vscode.Uri;
  readonly source: ServerSource;
  readonly presets: Presets;
  readonly output: vscode.LogOutputChannel;
  readonly words: ExtensionWords;
  /** Of the workspace. */
  readonly storage: vscode.Memento;
}

export class PreviewPanel implements vscode.Disposable {
  readonly controller: PreviewController;
  private readonly disposables: vscode.Disposable[] = [];
  private shownNetwork: string | undefined;
  private isLockedByHand = false;

  constructor(
    readonly uri: vscode.Uri,
    readonly panel: vscode.WebviewPanel,
    private readonly host: PreviewHost,
    network: string | undefined,
  ) {
    const { extensionUri, source, presets, output, words, storage } = host;
    const editor = new PreviewTextEditor(uri, words, storage);
    const controller = new PreviewController(
      uri.toString(),
      {
        page: {
          get isVisible() {
            return panel.visible;
          },
          post: (message) => void panel.webview.postMessage(sentHostMessage(message)),
          setNetwork: (shown) => {
            this.shownNetwork = shown;
            this.setTitle();
          },
        },
        source,
        editor,
        clock: webClock,
        say: words.previewRun,
        log: (message) => output.info(message),
        tell: (problem) => tellProblem(problem, words.extension),
      },
      presets,
      network,
    );
    this.controller = controller;
    panel.webview.options = previewOptions(extensionUri);
    panel.webview.html = page(panel.webview, extensionUri, words);
    this.setTitle();
    this.disposables.push(
      { dispose: () => controller.dispose() },
      editor,
      panel.webview.onDidReceiveMessage((value: unknown) => controller.receive(value)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) controller.pageHidden();
      }),
      panel.onDidDispose(() => this.dispose()),
      source.onDidChange(({ file, texts }) => controller.fileChanged(file, texts)),
      source.onDidSettle(() => controller.askAgain()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        const cursor = cursorOf(textEditor);
        if (cursor !== undefined) controller.cursorMoved(cursor);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        const isShown = ['incept.preview', 'incept.convention'].some((section) => event.affectsConfiguration(section));
        if (isShown) controller.settingsChanged();
      }),
    );
  }

  get isActive(): boolean {
    return this.panel.active;
  }

  /** It stays with its file when the editor shows another. */
  get isLocked(): boolean {
    return this.isLockedByHand;
  }

  /** It is locked, or something is tried out in it, which would be lost with its file. */
  get isFixed(): boolean {
    return this.isLockedByHand || this.controller.isDesigning;
  }

  setLocked(isLocked: boolean): void {
    this.isLockedByHand = isLocked;
    this.controller.setLocked(isLocked);
    this.setTitle();
  }

  private setTitle(): void {
    const name = this.shownNetwork ?? fileName(this.uri);
    this.panel.title = this.host.words.extension(this.isLockedByHand ? 'preview.title.locked' : 'preview.title', {
      name,
    });
  }

  /** Brings the panel to the front without taking the keyboard from the text. */
  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  /** Leaves the panel itself open. */
  dispose(): void {
    for (const disposable of this.disposables.splice(0)) disposable.dispose();
  }
}

export function previewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [webviewFolder(extensionUri)] };
}

function webviewFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

function page(webview: vscode.Webview, extensionUri: vscode.Uri, words: ExtensionWords): string {
  const address = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(webviewFolder(extensionUri), name)).toString();
  return previewHtml({
    language: words.language.tag,
    title: words.extension('preview.page'),
    cspSource: webview.cspSource,
    nonce: freshNonce(),
    scriptUri: address('main.js'),
    styleUri: address('main.css'),
    layoutWorkerUri: address('layout-worker.js'),
    reportStyleUri: address('report.css'),
    inspectorScriptUri: address('inspector.js'),
    inspectorStyleUri: address('inspector.css'),
  });
}
