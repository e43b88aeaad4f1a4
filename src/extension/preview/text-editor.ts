/** What a preview does with texts, in VS Code's editors: shows and marks places, applies fixes, opens presets. */

import * as vscode from 'vscode';
import type { TextEdit } from '../../base/diagnostic';
import { isConvention } from '../../base/metrics';
import type { FileId } from '../../base/span';
import type { PreviewSettings } from '../../protocol/messages';
import { isLabels, type Labels } from '../../protocol/run';
import type { Preset } from '../../session/presets';
import {
  type CommittedTexts,
  isPickedFile,
  type PickedFile,
  type PreviewEditor,
  type TextCursor,
  type TextPlace,
} from '../../session/preview-ports';
import { KnownProblem } from '../../session/problem-text';
import { type ViewMetric, viewMetrics } from '../../view/model';
import type { ExtensionWords } from '../../words/extension';
import { openPreset, pickPreset, presetText } from '../presets';
import { writeWhole } from '../whole-files';
import { lastCommit } from './last-commit';

/** Designs of the workspace to choose from. */
const mostListed = 500;

/** So long it is told that a file is saved. */
const savedMs = 5000;

export class PreviewTextEditor implements PreviewEditor, vscode.Disposable {
  private readonly mark: vscode.TextEditorDecorationType;

  /** @param uri The file of the preview: settings may differ by folder. */
  constructor(
    private readonly uri: vscode.Uri,
    private readonly words: ExtensionWords,
    /** Of the workspace. */
    private readonly storage: vscode.Memento,
  ) {
    this.mark = vscode.window.createTextEditorDecorationType({
      backgroundColor: new vscode.ThemeColor('editor.findMatchHighlightBackground'),
      border: '1px solid',
      borderColor: new vscode.ThemeColor('focusBorder'),
      overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.findMatchForeground'),
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    });
  }

  cursor(): TextCursor | undefined {
    const editor = vscode.window.activeTextEditor;
    return editor === undefined ? undefined : cursorOf(editor);
  }

  versionOf(file: FileId): number | undefined {
    const uri = vscode.Uri.parse(file).toString();
    // In another language it is none of the server's, which then reads the file.
    return vscode.workspace.textDocuments.find(
      (document) => document.languageId === 'cnn' && document.uri.toString() === uri,
    )?.version;
  }

  async highlight(place: TextPlace): Promise<void> {
    const editor = visibleEditor(place.file);
    if (editor === undefined) return;
    const range = rangeOf(editor.document, place);
    const caret = editor.document.positionAt(place.caret);
    editor.selection = new vscode.Selection(caret, caret);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    this.clearHighlight();
    editor.setDecorations(this.mark, [range]);
  }

  async showInstances(file: FileId, network: string, path: string): Promise<void> {
    await vscode.commands.executeCommand('incept.chooseInstance', { file, network, path });
  }

  clearHighlight(): void {
    for (const editor of vscode.window.visibleTextEditors) editor.setDecorations(this.mark, []);
  }

  async open(place: TextPlace): Promise<void> {
    const visible = visibleEditor(place.file);
    const document = visible?.document ?? (await this.documentOf(place.file));
    const caret = document.positionAt(place.caret);
    await vscode.window.showTextDocument(document, {
      viewColumn: visible?.viewColumn ?? vscode.ViewColumn.One,
      selection: new vscode.Range(caret, caret),
    });
  }

  async pickImages(): Promise<readonly PickedFile[]> {
    const { extension: say } = this.words;
    const picked =
      (await vscode.window.showOpenDialog({
        title: say('image.title'),
        openLabel: say('image.button'),
        canSelectMany: true,
        filters: { [say('image.filter')]: ['png', 'jpg', 'jpeg'] },
      })) ?? [];
    return picked.map((uri) => ({ file: uri.toString(), name: fileName(uri) }));
  }

  async pickWeights(endings: readonly string[]): Promise<PickedFile | undefined> {
    const { extension: say } = this.words;
    const [picked] =
      (await vscode.window.showOpenDialog({
        title: say('weights.title'),
        openLabel: say('weights.button'),
        filters: { [say('weights.filter')]: endings.map((ending) => ending.slice(1)) },
      })) ?? [];
    return picked && { file: picked.toString(), name: fileName(picked) };
  }

  async pickLabels(): Promise<PickedFile | undefined> {
    const { extension: say } = this.words;
    const [picked] =
      (await vscode.window.showOpenDialog({
        title: say('labels.title'),
        openLabel: say('labels.button'),
        filters: { [say('labels.filter')]: ['txt', 'json', 'names', 'labels'] },
      })) ?? [];
    return picked && { file: picked.toString(), name: fileName(picked) };
  }

  keptLabels(): Labels | undefined {
    const kept = this.storage.get<unknown>(this.labelsKey);
    return isLabels(kept) ? kept : undefined;
  }

  keepLabels(labels: Labels | undefined): void {
    void this.storage.update(this.labelsKey, labels);
  }

  keptWeights(): PickedFile | undefined {
    const kept = this.storage.get<unknown>(this.weightsKey);
    return isPickedFile(kept) ? kept : undefined;
  }

  keepWeights(weights: PickedFile | undefined): void {
    void this.storage.update(this.weightsKey, weights);
  }

  private get weightsKey(): string {
    return `incept.weights ${this.uri.toString()}`;
  }

  private get labelsKey(): string {
    return `incept.labels ${this.uri.toString()}`;
  }

  lastCommit(file: FileId): Promise<CommittedTexts | string> {
    return lastCommit(vscode.Uri.parse(file), this.words);
  }

  async pickDesign(file: FileId): Promise<FileId | undefined> {
    const { extension: say } = this.words;
    const found = await vscode.workspace.findFiles('**/*.cnn', '**/node_modules/**', mostListed);
    const designs = found
      .filter((uri) => uri.toString() !== file)
      .map((uri) => ({ label: fileName(uri), description: vscode.workspace.asRelativePath(uri), uri }))
      .sort((a, b) => a.description.localeCompare(b.description));
    const other = { label: say('compare.other-file'), description: '', uri: undefined };
    const options = { title: say('compare.title'), placeHolder: say('compare.hint'), matchOnDescription: true };
    const picked = await vscode.window.showQuickPick([...designs, other], options);
    if (picked === undefined || picked.uri !== undefined) return picked?.uri.toString();
    const [opened] =
      (await vscode.window.showOpenDialog({ title: say('compare.title'), filters: { Incept: ['cnn'] } })) ?? [];
    return opened?.toString();
  }

  async save(name: string, bytes: Uint8Array): Promise<void> {
    const { extension: say } = this.words;
    const ending = name.slice(name.lastIndexOf('.') + 1);
    const isOnDisk = this.uri.scheme !== 'untitled';
    const place = await vscode.window.showSaveDialog({
      title: say('save.title'),
      filters: { [ending.toUpperCase()]: [ending] },
      ...(isOnDisk ? { defaultUri: vscode.Uri.joinPath(this.uri, '..', name) } : {}),
    });
    if (place === undefined) return;
    await writeWhole([{ uri: place, content: bytes }]);
    vscode.window.setStatusBarMessage(say('saved', { name: fileName(place) }), savedMs);
  }

  async apply(edits: readonly TextEdit[]): Promise<void> {
    const change = new vscode.WorkspaceEdit();
    for (const { file, span, newText } of edits) {
      const document = await this.documentOf(file);
      change.replace(document.uri, rangeOf(document, span), newText);
    }
    if (change.size > 0) await vscode.workspace.applyEdit(change);
  }

  pickPreset(presets: Promise<readonly Preset[]>): Promise<Preset | undefined> {
    return pickPreset(presets, this.words);
  }

  async usePreset(file: FileId, preset: Preset): Promise<void> {
    const document = await this.documentOf(file);
    if (document.getText().trim() !== '') {
      await openPreset(preset, vscode.ViewColumn.One);
      return;
    }
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), await presetText(preset));
    await vscode.workspace.applyEdit(edit);
    await this.open({ file, start: preset.caret, end: preset.caret, caret: preset.caret });
  }

  async importModel(uri: string | null): Promise<void> {
    await vscode.commands.executeCommand('incept.importModel', uri === null ? undefined : vscode.Uri.parse(uri, true));
  }

  /** Throws a `KnownProblem` where it cannot be read: it may be gone since it was analysed. */
  private async documentOf(file: FileId): Promise<vscode.TextDocument> {
    const uri = vscode.Uri.parse(file);
    try {
      return await vscode.workspace.openTextDocument(uri);
    } catch {
      throw new KnownProblem(this.words.extension('file.unreadable', { name: fileName(uri) }));
    }
  }

  settings(): PreviewSettings {
    const configuration = vscode.workspace.getConfiguration('incept', this.uri);
    const chosen = configuration.inspect<string>('preview.metric');
    const isChosen = (chosen?.workspaceFolderValue ?? chosen?.workspaceValue ?? chosen?.globalValue) !== undefined;
    // Where nothing else is chosen the preview counts as everything else does.
    const metric = configuration.get<string>(isChosen ? 'preview.metric' : 'convention');
    const convention = configuration.get<string>('convention');
    return {
      metric: viewMetrics.find((name): name is ViewMetric => name === metric) ?? 'multiplies',
      convention: convention !== undefined && isConvention(convention) ? convention : 'multiplies',
    };
  }

  dispose(): void {
    this.mark.dispose();
  }
}

/** Where the cursor of an editor stands; undefined where that shows no design. */
export function cursorOf({ document, selection }: vscode.TextEditor): TextCursor | undefined {
  if (document.languageId !== 'cnn') return undefined;
  const { uri, version } = document;
  return { file: uri.toString(), version, offset: document.offsetAt(selection.active) };
}

export function fileName(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}

function visibleEditor(file: FileId): vscode.TextEditor | undefined {
  const uri = vscode.Uri.parse(file).toString();
  return vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
}

function rangeOf(document: vscode.TextDocument, { start, end }: { start: number; end: number }): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
