/** The page of the preview: its styles and controls, and the panel in the element that the page has for it. */

import './page.css';
import type { PreviewWords } from '../src/words/preview';
import { createApp } from './app/app';
import { registerControls } from './controls';
import { createGraph } from './graph/graph';
import type { PageHost } from './host';
import { nextTask } from './next-task';

/** The scripts of the page have taken a task already when this is called: the panel is made in the next. */
export function startPage(host: PageHost, words: PreviewWords): void {
  registerControls();
  const page = document.getElementById('app');
  if (page === null) throw new Error('the page has no element #app');
  const { layoutWorker = '', reportScript = '', reportStyle = '' } = page.dataset;
  const parts = { layoutWorker, script: reportScript, style: reportStyle };
  void nextTask().then(() => createApp({ host, page, createGraph, parts, words }));
}
