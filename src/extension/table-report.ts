/** What a copied table says beside what a design has: a text that can be read and closed, and nothing to save. */

import * as vscode from 'vscode';
import type { SayExtension } from '../words/extension';

const scheme = 'incept-table';

export class TableReports implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  readonly onDidChange = this.changed.event;

  constructor(private readonly say: SayExtension) {}

  provideTextDocumentContent({ path }: vscode.Uri): string {
    return this.texts.get(path) ?? '';
  }

  /** In Markdown, beside the design that the table was held against. */
  async show(design: vscode.Uri, text: string): Promise<void> {
    const name = design.path.split('/').at(-1) ?? '';
    const uri = vscode.Uri.from({ scheme, path: `/${this.say('table.title', { name })}.md` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
