/** The page of the preview: its styles and controls, and the panel in the element that the page has for it. */

import './theme.css';
import './graph/graph.css';
import './app/panel.css';
import './app/header.css';
import './app/graph-region.css';
import './app/cost-table.css';
import './app/cost-charts.css';
import './app/tab-content.css';
import './app/look.css';
import './app/memory.css';
import './app/what-if.css';
import './app/compare.css';
import type { PreviewWords } from '../src/words/preview';
import { createApp } from './app/app';
import { registerControls } from './controls';
import { createGraph } from './graph/graph';
import type { PageHost } from './host';

export function startPage(host: PageHost, words: PreviewWords): void {
  registerControls();
  const page = document.getElementById('app');
  if (page === null) throw new Error('the page has no element #app');
  const { layoutWorker = '', reportScript = '', reportStyle = '' } = page.dataset;
  const parts = { layoutWorker, script: reportScript, style: reportStyle };
  createApp({ host, page, createGraph, parts, words });
}
