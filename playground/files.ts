/** Files that come from this machine, and files that go to it. */

import { element } from '../webview/app/element';

/** None where nothing was chosen. */
export function pickFiles(accept: string): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = element('input', { hidden: true, attributes: { type: 'file', multiple: '', accept } });
    const end = (files: readonly File[]): void => {
      input.remove();
      resolve(files);
    };
    input.addEventListener('change', () => end([...(input.files ?? [])]));
    input.addEventListener('cancel', () => end([]));
    document.body.append(input);
    input.click();
  });
}

export function download(name: string, bytes: Uint8Array | string): void {
  const address = URL.createObjectURL(new Blob([bytes as BlobPart]));
  const link = element('a', { attributes: { href: address, download: name } });
  link.click();
  // The browser has its own hold of it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
