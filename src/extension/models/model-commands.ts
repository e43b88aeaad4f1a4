/** Commands for models of other frameworks: one becomes a design beside it, with its weights; the design that one would become is shown. */

import * as vscode from 'vscode';
import { type ImportedFile, modelEndings } from '../../session/import-in-worker';
import type { SayExtension } from '../../words/extension';
import type { PreviewPanels } from '../preview/panels';
import { fileName } from '../preview/text-editor';
import { writeWhole } from '../whole-files';
import type { ModelImports } from './import-models';
import type { ImportedDesigns } from './imported-designs';
import type { ModelEditor } from './model-editor';

export class ModelCommands {
  constructor(
    private readonly imports: ModelImports,
    private readonly designs: ImportedDesigns,
    private readonly editor: ModelEditor,
    private readonly panels: PreviewPanels,
    private readonly say: SayExtension,
  ) {}

  /** Writes the design and its weights beside the model, and shows text and picture. */
  async importModel(given: vscode.Uri | undefined): Promise<void> {
    const model = given ?? this.editor.active ?? (await this.pick());
    if (model === undefined) return;
    const name = fileName(model);
    const found = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: this.say('model.reading', { name }),
        cancellable: true,
      },
      (_, token) => this.imports.read(model, token),
    );
    const design = vscode.Uri.joinPath(model, '..', fileName(this.designs.addressOf(model)));
    if (found === undefined || !(await this.mayWrite(design, found))) return;
    const weights = found.weights === null ? [] : [{ uri: weightsOf(design), content: found.weights }];
    // The text last: where it is, all of it is.
    await writeWhole([...weights, { uri: design, content: found.text }]);
    await vscode.window.showTextDocument(design, { preview: false });
    this.panels.open(design);
    const { length: count } = found.missing;
    if (count > 0) {
      void vscode.window.showWarningMessage(this.say('model.missing', { count, name: fileName(design) }));
    }
  }

  /** Beside the editor that shows its picture. */
  async showDesign(): Promise<void> {
    const model = this.editor.active;
    if (model === undefined) return;
    await vscode.window.showTextDocument(this.designs.addressOf(model), { viewColumn: vscode.ViewColumn.Beside });
  }

  private async pick(): Promise<vscode.Uri | undefined> {
    const picked = await vscode.window.showOpenDialog({
      title: this.say('model.pick'),
      openLabel: this.say('model.pick'),
      filters: { [this.say('model.files')]: [...modelEndings] },
    });
    return picked?.[0];
  }

  /** Asks before a file is replaced. */
  private async mayWrite(design: vscode.Uri, { weights }: ImportedFile): Promise<boolean> {
    for (const uri of weights === null ? [design] : [design, weightsOf(design)]) {
      const isThere = await vscode.workspace.fs.stat(uri).then(
        () => true,
        () => false,
      );
      if (!isThere) continue;
      const name = fileName(uri);
      const replace = this.say('model.replace', { name });
      const title = this.say('model.exists', { name });
      if ((await vscode.window.showQuickPick([this.say('model.keep'), replace], { title })) !== replace) return false;
    }
    return true;
  }
}

function weightsOf(design: vscode.Uri): vscode.Uri {
  return design.with({ path: design.path.replace(/\.cnn$/, '.safetensors') });
}
