/**
 * The page in the frame: the preview as in VS Code, with the page around it as its host. The same file is the script of a report, so that
 * the playground does not have it twice.
 */

import '../webview/page-themes.css';
import './preview-phone.css';
import { previewWords } from '../src/words/preview';
import { isImageFile } from '../webview/app/given-images';
import type { PageHost } from '../webview/host';
import { startPage } from '../webview/page';
import { followTheme } from '../webview/page-theme';
import { startReport } from '../webview/report-start';
import { phoneQuery } from './phone-query';

if (!startReport()) startPreview();

function startPreview(): void {
  followTheme(document);
  const outer = window.parent;
  // Of the window: a frame knows its own size alone.
  const phone = outer.matchMedia(phoneQuery);
  const setPhone = (): void => void document.body.classList.toggle('is-phone', phone.matches);
  setPhone();
  phone.addEventListener('change', setPhone);
  const { searchParams } = new URL(location.href);
  const stateKey = `incept.preview:${searchParams.get('file')}`;
  document.documentElement.lang = searchParams.get('language') ?? 'en';

  const host: PageHost = {
    tabsElsewhere: phone,
    post: (message) => outer.postMessage({ view: message }, location.origin),
    listen: (receive) =>
      window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
        if (source === outer) receive(data);
      }),
    savedState: () => {
      try {
        return JSON.parse(sessionStorage.getItem(stateKey) ?? 'null') ?? undefined;
      } catch {
        return undefined;
      }
    },
    saveState: (state) => {
      outer.postMessage({ state }, location.origin);
      try {
        sessionStorage.setItem(stateKey, JSON.stringify(state));
      } catch {
        // A full or forbidden storage: the picture is drawn anew after a reload.
      }
    },
  };
  // Files that are dropped here are for the page around it, too.
  for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) {
    window.addEventListener(kind, (event) => {
      event.preventDefault();
      // Images are taken here.
      const files = [...(event.dataTransfer?.files ?? [])].filter((file) => !isImageFile(file));
      if (kind === 'dragenter' || kind === 'drop') outer.postMessage({ drag: kind, files }, location.origin);
    });
  }
  startPage(host, previewWords(document.documentElement.lang));
}
