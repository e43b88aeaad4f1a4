/**
 * A report of what the panel shows: one page that needs nothing else, as the command line writes it. What it is made of is loaded
 * when the first one is wanted.
 */

import { type EmbeddedReport, printedReport } from '../../src/protocol/report';
import { reportHtml, withoutMap } from '../../src/view/report/html';
import { reportPages } from '../../src/view/report/pages';
import type { PreviewWords } from '../../src/words/preview';
import { bundleText, LayoutClient, startBlobWorker } from '../graph/layout-client';

/** Addresses of the bundles that a report holds. */
export interface ReportSources {
  readonly script: string;
  /** One or several, with spaces between them. */
  readonly style: string;
  readonly layoutWorker: string;
}

/** @param open Ids of the bodies that are open in its figure. */
export async function reportBytes(
  report: EmbeddedReport,
  open: ReadonlySet<string>,
  parts: ReportSources,
  words: PreviewWords,
): Promise<Uint8Array> {
  const { tag } = words.language;
  const layout = new LayoutClient({ startWorker: () => startBlobWorker(parts.layoutWorker) });
  try {
    const [{ picture }, script, style, layoutWorker] = await Promise.all([
      layout.place(report.view, open, () => {}),
      bundleText(parts.script),
      Promise.all(parts.style.split(' ').map(bundleText)).then((texts) => texts.join('\n')),
      bundleText(parts.layoutWorker).then((text) => deflated(withoutMap(text))),
    ]);
    const html = reportHtml({
      title: report.view.network,
      language: tag,
      pages: reportPages(printedReport(report, picture), words),
      data: JSON.stringify(report),
      script,
      style,
      layoutWorker,
    });
    return new TextEncoder().encode(html);
  } finally {
    layout.dispose();
  }
}

async function deflated(text: string): Promise<Uint8Array> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}
