/**
 * Networks of the field to start from, offered where a file has none yet: which, what they cost, and how one gets into
 * the text.
 */

import * as vscode from 'vscode';
import type { Preset } from '../../protocol/messages';
import { exampleFolder, exampleText, openCopy } from '../examples';
import type { PreviewSource } from './source';

/** Examples that the extension brings, the one to start with first. */
const presetFiles = ['course.cnn', 'googlenet.cnn', 'inception-v3.cnn', 'squeezenet.cnn'] as const;

export class Presets {
  private listed: Promise<readonly Preset[]> | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly source: PreviewSource,
  ) {}

  /** With the cost of each one's first network; those that cannot be read are left out. */
  list(): Promise<readonly Preset[]> {
    this.listed ??= Promise.all(presetFiles.map((file) => this.read(file))).then((found) => found.flat());
    return this.listed;
  }

  /** Writes the network of this id into the empty document, or into a new one beside a text that is not. */
  async use(id: string, document: vscode.TextDocument): Promise<void> {
    const preset = (await this.list()).find((candidate) => candidate.id === id);
    if (preset === undefined) return;
    const content = await exampleText(this.extensionUri, preset.file);
    if (document.getText().trim() !== '') {
      await openCopy(content, vscode.ViewColumn.One);
      return;
    }
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), content);
    await vscode.workspace.applyEdit(edit);
  }

  private async read(file: string): Promise<Preset[]> {
    const uri = vscode.Uri.joinPath(exampleFolder(this.extensionUri), file);
    const answer = await this.source.getView(uri, undefined).catch(() => undefined);
    if (answer === undefined || answer.view === null) return [];
    const { network, networks, totals } = answer.view;
    const { multiplies, params } = totals;
    if (multiplies.value === null || params.value === null) return [];
    return [
      { id: file, file, network, others: networks.length - 1, multiplies: multiplies.value, params: params.value },
    ];
  }
}
