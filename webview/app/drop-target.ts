/**
 * The panel as a place to drop files on: a model of another framework becomes a design. VS Code lets a page have what is dragged while
 * shift is held, with addresses where it comes from its own lists; what comes from elsewhere has none, and is asked for.
 */

import type { PreviewWords } from '../../src/words/preview';
import { element } from './element';
import type { Dispatch } from './region';

export function createDropTarget(dispatch: Dispatch, { panel: say }: PreviewWords): HTMLElement {
  const root = element('div', { class: 'drop-target', hidden: true }, element('span', {}, say('drop-model')));
  window.addEventListener('dragover', (event) => {
    if (event.dataTransfer === null || !isOfFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    root.hidden = false;
  });
  window.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) root.hidden = true;
  });
  window.addEventListener('drop', (event) => {
    root.hidden = true;
    if (event.dataTransfer === null || !isOfFiles(event.dataTransfer)) return;
    event.preventDefault();
    dispatch({ type: 'modelDropped', uri: addressIn(event.dataTransfer) });
  });
  return root;
}

function isOfFiles({ types }: DataTransfer): boolean {
  return types.includes('text/uri-list') || types.includes('Files');
}

/** The first of a list, whose comments begin with `#`. */
function addressIn(data: DataTransfer): string | null {
  const lines = data.getData('text/uri-list').split(/\r?\n/);
  return lines.find((line) => line !== '' && !line.startsWith('#')) ?? null;
}
