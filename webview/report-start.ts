/**
 * The page of a report: the preview's panel over answers that stand in the page itself. It needs nothing from elsewhere; the
 * layout worker stands in it, too, packed.
 */

import type { EmbeddedReport } from '../src/protocol/report';
import { previewWords } from '../src/words/preview';
import { startPage } from './page';
import { systemTheme } from './page-theme';
import { reportHost } from './report-host';

/** Gives false in a page that is no report. */
export function startReport(): boolean {
  const data = textOf('report-data');
  if (data === undefined) return false;
  void start(JSON.parse(data) as EmbeddedReport);
  return true;
}

async function start(report: EmbeddedReport): Promise<void> {
  const page = document.getElementById('app');
  if (page !== null) page.dataset.layoutWorker = URL.createObjectURL(await unpacked(textOf('report-layout') ?? ''));
  document.body.classList.add(`vscode-${systemTheme()}`, 'is-interactive');
  startPage(reportHost(report), previewWords(document.documentElement.lang));
}

function textOf(id: string): string | undefined {
  return document.getElementById(id)?.textContent ?? undefined;
}

/** @param packed A script, deflated (RFC 1951) and in base64. */
async function unpacked(packed: string): Promise<Blob> {
  const bytes = Uint8Array.from(atob(packed.trim()), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Blob([await new Response(stream).arrayBuffer()], { type: 'text/javascript' });
}
