/**
 * What "Open With" shows of a model of another framework: the picture and the costs of the design that it would become,
 * which is beside it as text on request. Nothing is written.
 */

import * as vscode from 'vscode';
import { problemText, toldText } from '../../session/problem-text';
import { messageHtml } from '../preview/html';
import { type PreviewHost, PreviewPanel } from '../preview/panel';
import type { ModelImports } from './import-models';
import type { ImportedDesigns } from './imported-designs';

export const modelViewType = 'incept.model';

/** An import that is done before that says nothing of itself; VS Code stumbles over a page that is replaced while it loads. */
const slowMs = 300;

export class ModelEditor implements vscode.CustomReadonlyEditorProvider {
  /** The model whose editor has the focus. */
  active: vscode.Uri | undefined;

  constructor(
    private readonly imports: ModelImports,
    private readonly designs: ImportedDesigns,
    private readonly host: PreviewHost,
  ) {}

  register(): vscode.Disposable {
    return vscode.window.registerCustomEditorProvider(modelViewType, this, {
      supportsMultipleEditorsPerDocument: true,
    });
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => {} };
  }

  async resolveCustomEditor(
    { uri }: vscode.CustomDocument,
    panel: vscode.WebviewPanel,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const { words, output } = this.host;
    const { title } = panel;
    const watchFocus = () => {
      if (panel.active) this.active = uri;
      else if (this.active === uri) this.active = undefined;
    };
    watchFocus();
    panel.onDidChangeViewState(watchFocus);
    const closed = new vscode.CancellationTokenSource();
    panel.onDidDispose(() => closed.cancel());
    token.onCancellationRequested(() => closed.cancel());
    const tell = (text: string) => {
      panel.webview.html = messageHtml(words.language.tag, title, text);
    };
    const reading = setTimeout(() => tell(words.extension('model.reading', { name: title })), slowMs);
    try {
      const found = await this.imports.read(uri, closed.token);
      if (found === undefined) {
        if (!closed.token.isCancellationRequested) tell(words.extension('model.not-read', { name: title }));
        return;
      }
      const design = this.designs.set(uri, found.text);
      // The server reads what is open.
      await vscode.workspace.openTextDocument(design);
      new PreviewPanel(design, panel, this.host, undefined);
    } catch (problem) {
      output.error(`${uri.toString()}: ${problemText(problem)}`);
      tell(toldText(problem, words.extension('mistake')));
    } finally {
      clearTimeout(reading);
    }
  }
}
