/** `incept report FILE`: a network as one page that needs nothing else: a preview on a screen, pages of A4 in print. */

import { deflateRawSync } from 'node:zlib';
import { type Command, Option } from 'commander';
import { printedReport } from '../../protocol/report';
import { reportOf } from '../../session/report';
import { type ViewMetric, viewMetrics } from '../../view/model';
import { reportHtml, withoutMap } from '../../view/report/html';
import { reportPages } from '../../view/report/pages';
import { editorWords } from '../../words/editor';
import { previewWords } from '../../words/preview';
import { placeView } from '../draw-picture';
import { errorsOf, tellErrors } from '../excerpt';
import { Failure } from '../failure';
import { addBatch, addNetworkOptions, addOutput, type NetworkOptions, type OutputOptions } from '../options';
import { openNetwork } from '../request';
import type { Session } from '../session';

interface ReportOptions extends NetworkOptions, OutputOptions {
  readonly batch?: number;
  readonly metric: ViewMetric;
}

export function define(command: Command, session: Session): void {
  const say = session.words.help;
  command.argument('<file>', say('file'));
  addNetworkOptions(command, say);
  addBatch(command, say);
  command.addOption(new Option('--metric <metric>', say('graph.metric')).choices(viewMetrics).default(viewMetrics[0]));
  addOutput(command, say);
  command.action((path: string, options: ReportOptions) => report(path, options, session));
}

async function report(path: string, options: ReportOptions, session: Session): Promise<void> {
  const { host, words, workspace } = session;
  if (options.output === undefined && host.isTerminal.stdout) {
    throw new Failure(
      ({ failures: say }) => say('no-text', { format: 'html' }),
      ({ failures: say }) => say('no-text.hint', { ending: '.html' }),
    );
  }
  const { analysis, network } = await openNetwork(session, path, options, options.batch);
  tellErrors(errorsOf(analysis, session), session);
  const { tag } = words.language;
  const embedded = reportOf(analysis, network, {
    metric: options.metric,
    words: editorWords(tag),
    // As the user called them.
    nameOf: (file) => workspace.name(file),
  });
  const picture = await placeView(embedded.view, undefined, session);
  const { layoutWorker, ...bundles } = await host.reportBundles();
  const html = reportHtml({
    title: embedded.view.network,
    language: tag,
    pages: reportPages(printedReport(embedded, picture), previewWords(tag)),
    data: JSON.stringify(embedded),
    ...bundles,
    layoutWorker: deflateRawSync(withoutMap(layoutWorker), { level: 9 }),
  });
  session.emitBytes(new TextEncoder().encode(html), options.output);
}
