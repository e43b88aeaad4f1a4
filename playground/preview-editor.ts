/** What a preview does with texts, in this page: shows and marks places, applies edits, asks for files, gives files away. */

import type { TextEdit } from '../src/base/diagnostic';
import { formatShort } from '../src/base/number-format';
import type { FileId } from '../src/base/span';
import type { Preset } from '../src/session/presets';
import type { PickedFile, PreviewEditor, TextCursor, TextPlace } from '../src/session/preview-ports';
import type { PlaygroundWords } from '../src/words/playground';
import { byFile } from '../src/workspace/text-edits';
import { type Pickable, pick } from './dialogs';
import { download, pickFiles } from './files';
import { storedLabels, storeLabels } from './storage';
import type { TextStore } from './texts';

/** What the page does for it. */
export interface Desk {
  readonly texts: TextStore;
  readonly words: PlaygroundWords;
  cursor(): TextCursor | undefined;
  show(file: FileId): void;
  highlight(place: TextPlace): void;
  clearHighlight(): void;
  /** Puts the caret there, and the keyboard into the editor. */
  putCaret(offset: number): void;
  edit(file: FileId, edits: readonly TextEdit[]): void;
  presetText(preset: Preset): string;
  addFile(name: string, text: string, caret?: number): void;
  /** Until another of its kind is chosen. Several are one with its parts. */
  keepFile(kind: 'weights' | 'labels', files: readonly File[]): PickedFile | undefined;
  /** Those of a design, as long as the page is open: later it may not read them unasked. */
  keptWeights(design: FileId): PickedFile | undefined;
  keepWeights(design: FileId, weights: PickedFile | undefined): void;
  keepImages(files: readonly File[]): readonly PickedFile[];
  /** Has the user choose designs or models. */
  openFile(): Promise<void>;
  showInstances(file: FileId, network: string, path: string): Promise<void>;
}

export function previewEditor(own: FileId, desk: Desk): PreviewEditor {
  const { texts, words } = desk;
  return {
    cursor: () => desk.cursor(),
    versionOf: (file) => texts.get(file)?.version,
    highlight: async (place) => desk.highlight(place),
    clearHighlight: () => desk.clearHighlight(),
    showInstances: (file, network, path) => desk.showInstances(file, network, path),
    open: async ({ file, caret }) => {
      desk.show(file);
      desk.putCaret(caret);
    },
    pickImages: async () => {
      const images = await pickFiles('image/png,image/jpeg');
      return images.length === 0 ? [] : desk.keepImages(images);
    },
    pickWeights: async (endings) => desk.keepFile('weights', await pickFiles(endings.join())),
    keptWeights: () => desk.keptWeights(own),
    keepWeights: (weights) => desk.keepWeights(own, weights),
    pickLabels: async () => desk.keepFile('labels', await pickFiles('.txt,.json,.names,.labels')),
    keptLabels: () => storedLabels(own),
    keepLabels: (labels) => storeLabels(own, labels),
    apply: async (edits) => {
      for (const [file, list] of byFile(edits)) desk.edit(file, list);
    },
    lastCommit: async () => words.playground('no-git'),
    pickDesign: async () => {
      const others = texts.files().filter((file) => file !== own);
      return pick(
        words,
        words.playground('pick.design'),
        others.map((file) => ({ label: texts.get(file)?.name ?? file, value: file })),
      );
    },
    pickPreset: (presets) => pickPreset(words, presets),
    usePreset: async (file, preset) => {
      const text = desk.presetText(preset);
      const before = texts.get(file);
      if (before !== undefined && before.text.trim() === '') {
        desk.edit(file, [{ file, span: { start: 0, end: before.text.length }, newText: text }]);
        desk.putCaret(preset.caret);
      } else desk.addFile(`${preset.name}.cnn`, text, preset.caret);
    },
    // An address names no file that a page may read.
    importModel: () => desk.openFile(),
    save: async (name, bytes) => download(name, bytes),
    settings: () => ({ metric: 'multiplies', convention: 'multiplies' }),
  };
}

export function pickPreset(words: PlaygroundWords, presets: Promise<readonly Preset[]>): Promise<Preset | undefined> {
  const choices = presets.then((all) =>
    all.map((preset): Pickable<Preset> => {
      const { title, sentence, paper, main } = preset;
      const costs = { multiplies: formatShort(main.multiplies, 4), params: formatShort(main.params, 4) };
      const said = `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
      return {
        label: title,
        description: words.presets('costs', costs),
        detail: [said, paper].filter(Boolean).join(' '),
        value: preset,
      };
    }),
  );
  return pick(words, words.playground('new'), choices);
}
