/**
 * The panel as a place to drop files on: images are for runs, a model of another framework becomes a design. VS Code lets a page have what is dragged while
 * shift is held, with addresses where it comes from its own lists; what comes from elsewhere has none, and is asked for.
 */

import { mostImages } from '../../src/protocol/run';
import type { PreviewWords } from '../../src/words/preview';
import { element, setText } from './element';
import { giveImages, isImageFile, isImageName } from './given-images';
import type { Dispatch } from './region';

export function createDropTarget(dispatch: Dispatch, words: PreviewWords): HTMLElement {
  const { panel: say } = words;
  const hint = element('span');
  const root = element('div', { class: 'drop-target', hidden: true }, hint);
  window.addEventListener('dragover', (event) => {
    if (event.dataTransfer === null || !isOfFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setText(hint, say(hintFor(event.dataTransfer)));
    root.hidden = false;
  });
  window.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) root.hidden = true;
  });
  window.addEventListener('drop', (event) => {
    root.hidden = true;
    if (event.dataTransfer === null || !isOfFiles(event.dataTransfer)) return;
    event.preventDefault();
    const images = [...event.dataTransfer.files].filter(isImageFile);
    const addresses = addressesIn(event.dataTransfer);
    const pictures = addresses.filter(isImageName);
    if (images.length > 0) void giveImages(images, dispatch, words);
    else if (pictures.length > 0)
      dispatch({ type: 'imagesGiven', images: pictures.slice(0, mostImages).map((uri) => ({ uri })) });
    else dispatch({ type: 'modelDropped', uri: addresses[0] ?? null });
  });
  return root;
}

function isOfFiles({ types }: DataTransfer): boolean {
  return types.includes('text/uri-list') || types.includes('Files');
}

/** While it is dragged a page knows of files what kind they are, and of addresses nothing. */
function hintFor({ items }: DataTransfer): 'drop-image' | 'drop-model' | 'drop-either' {
  const files = [...items].filter(({ kind }) => kind === 'file');
  if (files.length === 0) return 'drop-either';
  return files.some(({ type }) => type.startsWith('image/')) ? 'drop-image' : 'drop-model';
}

/** Of a list, whose comments begin with `#`. */
function addressesIn(data: DataTransfer): readonly string[] {
  const lines = data.getData('text/uri-list').split(/\r?\n/);
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}
