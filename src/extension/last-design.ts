/** The design that was edited last, while it has a tab: another one may hide it, as the walkthrough hides its example. */

import * as vscode from 'vscode';

export class LastDesign implements vscode.Disposable {
  private last = vscode.window.activeTextEditor;
  private readonly listening = vscode.window.onDidChangeActiveTextEditor((editor) => {
    if (editor?.document.languageId === 'cnn') this.last = editor;
  });

  get uri(): vscode.Uri | undefined {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const last = this.last?.document;
    if (last?.languageId !== 'cnn') return undefined;
    const isLast = ({ input }: vscode.Tab) =>
      input instanceof vscode.TabInputText && input.uri.toString() === last.uri.toString();
    return tabs.some(isLast) ? last.uri : undefined;
  }

  /** The design that a person looks at, or looked at last. */
  get current(): vscode.Uri | undefined {
    const editor = vscode.window.activeTextEditor;
    const active = editor?.document.languageId === 'cnn' ? editor.document.uri : undefined;
    const shown = vscode.window.visibleTextEditors.find(({ document }) => document.languageId === 'cnn')?.document.uri;
    return active ?? shown ?? this.uri;
  }

  dispose(): void {
    this.listening.dispose();
  }
}
