/** Images that come as files into a page: dropped, or pasted. What they hold is looked at where they are run. */

import { toBase64 } from '../../src/base/base64';
import { type GivenImage, largestFileBytes, mostImages } from '../../src/protocol/run';
import type { PreviewWords } from '../../src/words/preview';
import type { Dispatch } from './region';

export function isImageFile({ type, name }: Pick<File, 'type' | 'name'>): boolean {
  return type.startsWith('image/') || isImageName(name);
}

export function isImageName(name: string): boolean {
  return /\.(png|jpe?g)$/i.test(name);
}

/** Tells of them once they are read, or why they are not taken. */
export async function giveImages(
  files: readonly File[],
  dispatch: Dispatch,
  { runTab: say }: PreviewWords,
): Promise<void> {
  const large = files.find(({ size }) => size > largestFileBytes);
  if (large !== undefined) {
    const megabytes = largestFileBytes / 2 ** 20;
    dispatch({ type: 'imagesRefused', reason: say('image.too-large', { name: large.name, megabytes }) });
    return;
  }
  const images: GivenImage[] = [];
  for (const file of files.slice(0, mostImages)) {
    try {
      images.push({ name: file.name, base64: toBase64(new Uint8Array(await file.arrayBuffer())) });
    } catch {
      dispatch({ type: 'imagesRefused', reason: say('image.unreadable', { name: file.name }) });
      return;
    }
  }
  dispatch({ type: 'imagesGiven', images });
}

/** Heeds images that are pasted while `isWanted`. */
export function listenToPaste(isWanted: () => boolean, dispatch: Dispatch, words: PreviewWords): void {
  window.addEventListener('paste', (event) => {
    if (event.clipboardData === null || !isWanted()) return;
    const { files, types } = event.clipboardData;
    const images = [...files].filter(isImageFile);
    // A text that is pasted belongs to its field.
    if (images.length === 0 && types.includes('text/plain')) return;
    event.preventDefault();
    if (images.length > 0) void giveImages(images, dispatch, words);
    else dispatch({ type: 'imagesRefused', reason: words.runTab('image.none-pasted') });
  });
}
