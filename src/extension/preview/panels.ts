/**
 * All open previews, one per file: opens them beside the text, finds them again, and takes over those that VS Code
 * brings back after a reload or a restart. The last one that is not fixed to its file follows the editor to another.
 */

import * as vscode from 'vscode';
import { type PreviewHost, PreviewPanel, previewOptions, previewViewType } from './panel';
import { cursorOf, fileName } from './text-editor';

export class PreviewPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly panels = new Map<string, PreviewPanel>();
  private readonly registrations: readonly vscode.Disposable[];

  constructor(private readonly host: PreviewHost) {
    this.registrations = [
      vscode.window.registerWebviewPanelSerializer(previewViewType, this),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor === undefined) return;
        this.follow(editor).catch((problem: unknown) => host.output.info(`preview: ${String(problem)}`));
      }),
    ];
  }

  /** The preview of a file: the open one, brought to the front, or a new one to the side. */
  open(uri: vscode.Uri, network?: string): PreviewPanel {
    const existing = this.panels.get(uri.toString());
    if (existing !== undefined) {
      existing.reveal();
      return existing;
    }
    const panel = vscode.window.createWebviewPanel(
      previewViewType,
      this.host.words.extension('preview.title', { name: fileName(uri) }),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      previewOptions(this.host.extensionUri),
    );
    return this.adopt(uri, panel, network);
  }

  /** The preview that has the focus. */
  get active(): PreviewPanel | undefined {
    return [...this.panels.values()].find((panel) => panel.isActive);
  }

  /** Called by VS Code with what the page had saved, which may be from another version. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const saved = typeof state === 'object' && state !== null ? (state as Readonly<Record<string, unknown>>) : {};
    const { file, network, isLocked } = saved;
    if (typeof file !== 'string' || this.panels.has(file)) {
      panel.dispose();
      return;
    }
    const preview = this.adopt(vscode.Uri.parse(file), panel, typeof network === 'string' ? network : undefined);
    preview.setLocked(isLocked === true);
  }

  dispose(): void {
    for (const registration of this.registrations) registration.dispose();
    for (const panel of this.panels.values()) panel.dispose();
    this.panels.clear();
  }

  /** As the preview of Markdown does: what is in sight and not fixed to its file shows the one that is edited. */
  private async follow(editor: vscode.TextEditor): Promise<void> {
    const cursor = cursorOf(editor);
    const uri = editor.document.uri;
    if (cursor === undefined || this.panels.has(uri.toString())) return;
    const network = (await this.host.source.networkAt(cursor.file, cursor)) ?? undefined;
    const follower = [...this.panels.values()].findLast(({ panel, isFixed }) => panel.visible && !isFixed);
    const isStill = vscode.window.activeTextEditor === editor && !this.panels.has(uri.toString());
    if (follower === undefined || !isStill) return;
    this.panels.delete(follower.uri.toString());
    follower.dispose();
    this.adopt(uri, follower.panel, network);
  }

  private adopt(uri: vscode.Uri, panel: vscode.WebviewPanel, network: string | undefined): PreviewPanel {
    const key = uri.toString();
    const preview = new PreviewPanel(uri, panel, this.host, network);
    this.panels.set(key, preview);
    panel.onDidDispose(() => {
      if (this.panels.get(key) === preview) this.panels.delete(key);
    });
    return preview;
  }
}
