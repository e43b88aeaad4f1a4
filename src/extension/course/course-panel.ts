/**
 * The course in VS Code: one panel with the lessons, and the file of a lesson in a real editor beside it. Files stand in
 * the extension's storage, and what has been answered in its state.
 */

import * as vscode from 'vscode';
import { type CourseHostMessage, type DesignTime, isCourseFile, isCourseMessage } from '../../protocol/course';
import { addressOfDesign, writeDesignLink } from '../../session/design-link';
import type { PreviewSource } from '../../session/preview-ports';
import { problemText } from '../../session/problem-text';
import type { ExtensionWords } from '../../words/extension';
import { courseHtml, freshNonce } from '../preview/html';
import { tellProblem } from '../problems';
import { writeWhole } from '../whole-files';

export const courseViewType = 'incept.course';
const progressKey = 'incept.course.progress';

export class CoursePanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  /** The machine, since the window was opened. */
  private isMeasured = false;
  private readonly registrations: readonly vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
    private readonly words: ExtensionWords,
    private readonly source: Pick<PreviewSource, 'run'>,
  ) {
    this.registrations = [
      vscode.window.registerWebviewPanelSerializer(courseViewType, this),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.tell(document)),
    ];
  }

  /** The one panel, brought to the front, or a new one in the column that has the focus. */
  open(): void {
    if (this.panel !== undefined) {
      this.panel.reveal();
      return;
    }
    const title = this.words.extension('course.title');
    this.adopt(vscode.window.createWebviewPanel(courseViewType, title, vscode.ViewColumn.One));
  }

  /** Called by VS Code after a restart. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    if (this.panel === undefined) this.adopt(panel);
    else panel.dispose();
  }

  dispose(): void {
    for (const registration of this.registrations) registration.dispose();
    this.panel?.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    const { extensionUri } = this.context;
    const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    const address = (name: string): string => panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    panel.webview.html = courseHtml({
      language: this.words.language.tag,
      title: this.words.extension('course.title'),
      cspSource: panel.webview.cspSource,
      nonce: freshNonce(),
      scriptUri: address('course.js'),
      styleUri: address('course.css'),
    });
    panel.webview.onDidReceiveMessage((message: unknown) => {
      this.receive(message).catch((problem: unknown) => {
        this.output.error(`course: ${problemText(problem)}`);
        tellProblem(problem, this.words.extension);
      });
    });
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
  }

  private post(message: CourseHostMessage): void {
    void this.panel?.webview.postMessage(message);
  }

  private async receive(message: unknown): Promise<void> {
    if (!isCourseMessage(message)) return;
    switch (message.type) {
      case 'ready': {
        const example = vscode.Uri.joinPath(this.context.extensionUri, 'examples', 'googlenet.cnn');
        const googlenet = new TextDecoder().decode(await vscode.workspace.fs.readFile(example));
        this.post({ type: 'start', googlenet, kept: this.context.globalState.get(progressKey) });
        return;
      }
      case 'keep':
        await this.context.globalState.update(progressKey, message.progress);
        return;
      case 'open':
        await this.openFile(message.name, message.text);
        return;
      case 'write':
        await this.writeFile(message.name, message.text);
        return;
      case 'time':
        this.post({ type: 'timed', text: message.text, time: await this.timeOf(message.name, message.text) });
        return;
      case 'copyLink': {
        const written = writeDesignLink({ files: [{ name: message.name, text: message.text }], shown: 0 });
        if ('link' in written) await vscode.env.clipboard.writeText(addressOfDesign(written.link));
        return;
      }
      case 'save':
        await this.save(message.name, message.text);
        return;
    }
  }

  private uriOf(name: string): vscode.Uri {
    return vscode.Uri.joinPath(this.context.globalStorageUri, 'course', name);
  }

  private async openFile(name: string, text: string): Promise<void> {
    const uri = this.uriOf(name);
    const isThere = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (!isThere) await writeWhole([{ uri, content: text }]);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: this.panel?.viewColumn === vscode.ViewColumn.Two ? vscode.ViewColumn.One : vscode.ViewColumn.Two,
      preserveFocus: true,
      preview: true,
    });
    this.tell(document);
  }

  /** By an edit, which can be undone. */
  private async writeFile(name: string, text: string): Promise<void> {
    await this.openFile(name, text);
    const document = await vscode.workspace.openTextDocument(this.uriOf(name));
    if (document.getText() === text) return;
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, document.validateRange(new vscode.Range(0, 0, document.lineCount, 0)), text);
    await vscode.workspace.applyEdit(edit);
    await document.save();
  }

  /** By a run of the file, which has to have this text still. */
  private async timeOf(name: string, text: string): Promise<DesignTime | null> {
    const document = await vscode.workspace.openTextDocument(this.uriOf(name));
    if (document.getText() !== text) return null;
    const calibrate = !this.isMeasured;
    const options = { input: 'random', seed: 1, upto: null, verify: false, calibrate } as const;
    const outcome = await this.source.run(
      document.uri.toString(),
      { options, overrides: undefined, image: undefined },
      () => {},
    ).answer;
    if (outcome.kind !== 'done') return null;
    this.isMeasured = true;
    const { result, prediction } = outcome;
    return { predictedMs: prediction?.predictedMs ?? null, measuredMs: result.timing.medianMs };
  }

  private async save(name: string, text: string): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? this.context.globalStorageUri;
    const uri = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(folder, name) });
    if (uri !== undefined) await writeWhole([{ uri, content: text }]);
  }

  /** Texts of the course's own files go to the page as they are typed. */
  private tell(document: vscode.TextDocument): void {
    const name = document.uri.path.split('/').at(-1);
    if (!isCourseFile(name) || document.uri.toString() !== this.uriOf(name).toString()) return;
    this.post({ type: 'text', name, text: document.getText() });
  }
}
