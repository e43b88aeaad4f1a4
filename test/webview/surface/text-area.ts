/** The texts of a page: one of them in a text area, all of them in the session's workspace. The editor of a preview. */

import type { TextEdit } from '../../../src/base/diagnostic';
import type { FileId } from '../../../src/base/span';
import type { Labels } from '../../../src/protocol/run';
import type { PickedFile, PreviewEditor, TextCursor, TextPlace } from '../../../src/session/preview-ports';
import { applyEdits, byFile } from '../../../src/workspace/text-edits';
import type { Workspace } from '../../../src/workspace/workspace';

export class TextArea implements PreviewEditor {
  private file: FileId = '';

  constructor(
    private readonly area: HTMLTextAreaElement,
    private readonly workspace: Workspace,
    /** Some text has changed. */
    private readonly onChange: () => void,
  ) {
    area.addEventListener('input', () => this.write(this.file, area.value));
  }

  /** Puts a file into the text area. */
  async edit(file: FileId): Promise<void> {
    const tree = await this.workspace.load(file);
    if (tree === undefined) throw new Error(`there is no ${file}`);
    this.file = file;
    this.area.value = tree.text;
    if (this.workspace.openText(file) === undefined) this.write(file, tree.text);
  }

  cursor(): TextCursor {
    const version = this.workspace.openText(this.file)?.version ?? 0;
    return { file: this.file, version, offset: this.area.selectionStart };
  }

  versionOf(file: FileId): number | undefined {
    return this.workspace.openText(file)?.version;
  }

  async highlight({ file, start, end }: TextPlace): Promise<void> {
    if (file === this.file) this.area.setSelectionRange(start, end);
  }

  /** Texts of modules are not spoken of here. */
  async showInstances(): Promise<void> {}

  clearHighlight(): void {
    this.area.setSelectionRange(this.area.selectionStart, this.area.selectionStart);
  }

  async open({ file, start }: TextPlace): Promise<void> {
    if (file !== this.file) await this.edit(file);
    this.area.focus();
    this.area.setSelectionRange(start, start);
  }

  async apply(edits: readonly TextEdit[]): Promise<void> {
    for (const [file, list] of byFile(edits)) {
      const text = applyEdits(this.workspace.tree(file)?.text ?? '', list);
      if (file === this.file) this.area.value = text;
      this.write(file, text);
    }
  }

  async pickImages(): Promise<[]> {
    return [];
  }

  weights: PickedFile | undefined;

  async pickWeights(): Promise<PickedFile | undefined> {
    return this.weights;
  }

  private keptFile: PickedFile | undefined;

  keptWeights(): PickedFile | undefined {
    return this.keptFile;
  }

  keepWeights(weights: PickedFile | undefined): void {
    this.keptFile = weights;
  }

  labels: PickedFile | undefined;
  private kept: Labels | undefined;

  async pickLabels(): Promise<PickedFile | undefined> {
    return this.labels;
  }

  keptLabels(): Labels | undefined {
    return this.kept;
  }

  keepLabels(labels: Labels | undefined): void {
    this.kept = labels;
  }

  async lastCommit(): Promise<string> {
    return 'a page has no git';
  }

  async pickDesign(): Promise<undefined> {}

  async pickPreset(): Promise<undefined> {}

  async usePreset(): Promise<void> {}

  async importModel(): Promise<void> {}

  async save(): Promise<void> {}

  settings() {
    return { metric: 'multiplies', convention: 'multiplies' } as const;
  }

  private write(file: FileId, text: string): void {
    this.workspace.setText(file, (this.workspace.openText(file)?.version ?? 0) + 1, text);
    this.onChange();
  }
}
