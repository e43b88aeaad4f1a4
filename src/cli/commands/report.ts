/** `incept report FILE`: a network as one page that needs nothing else: a preview on a screen, pages of A4 in print. */

import type { Command } from 'commander';
import { reportOf } from '../../session/report';
import { reportPages } from '../../view/report/pages';
import { editorWords } from '../../words/editor';
import { previewWords } from '../../words/preview';
import { placeView } from '../draw-picture';
import { errorsOf, tellErrors } from '../excerpt';
import { Failure } from '../failure';
import { addBatch, addNetworkOptions, addOutput, type NetworkOptions, type OutputOptions } from '../options';
import { reportHtml } from '../report-html';
import { openNetwork } from '../request';
import type { Session } from '../session';

interface ReportOptions extends NetworkOptions, OutputOptions {
  readonly batch?: number;
}

export function define(command: Command, session: Session): void {
  const say = session.words.help;
  command.argument('<file>', say('file'));
  addNetworkOptions(command, say);
  addBatch(command, say);
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
  const { embedded, view, steps, peak } = reportOf(analysis, network, editorWords(tag));
  const content = {
    view,
    picture: await placeView(view, undefined, session),
    steps,
    peak,
    precision: network.precision.activations,
    batch: network.batch,
  };
  // Files are called as the user called them: where they are is nobody else's matter.
  const files = [...analysis.files.keys()].map((file) => [file, workspace.name(file)] as const);
  const html = reportHtml({
    title: view.network,
    language: tag,
    pages: reportPages(content, previewWords(tag)),
    data: JSON.stringify(embedded, (_, value: unknown) =>
      typeof value === 'string' ? files.reduce((text, [file, name]) => text.replaceAll(file, name), value) : value,
    ),
    bundles: await host.reportBundles(),
  });
  session.emitBytes(new TextEncoder().encode(html), options.output);
}
