/** `incept explain FILE [PATH]`: where the numbers of a layer or block come from, or what there is to say of the network. */

import type { Command } from 'commander';
import { explainablePaths } from '../../advice/explain';
import { explainNetwork } from '../../advice/explain-network';
import { explain } from '../../session/picture';
import { errorsOf } from '../excerpt';
import { explanationDocument, explanationText } from '../explanation-text';
import { unknownName } from '../failure';
import { networkDocument, networkText } from '../network-explanation-text';
import { addFormat, addNetworkOptions, addOutput, type NetworkOptions, type OutputOptions } from '../options';
import { openNetwork } from '../request';
import type { Session } from '../session';

interface ExplainOptions extends NetworkOptions, OutputOptions {
  readonly format: 'text' | 'json';
}

export function define(command: Command, session: Session): void {
  command.argument('<file>', session.words.help('file')).argument('[path]', session.words.help('path'));
  addNetworkOptions(command, session.words.help);
  addFormat(command, session.words.help, 'text', 'json');
  addOutput(command, session.words.help);
  command.action((file: string, path: string | undefined, options: ExplainOptions) =>
    explainPart(file, path, options, session),
  );
}

async function explainPart(
  file: string,
  path: string | undefined,
  options: ExplainOptions,
  session: Session,
): Promise<void> {
  const { id, asked, analysis, network } = await openNetwork(session, file, options);
  errorsOf(analysis, session);
  const { workspace, words } = session;
  if (path === undefined) {
    const whole = explainNetwork(network);
    if (options.format === 'json') session.emitJson(networkDocument(whole, network, words), options.output);
    else session.emit(networkText(whole, session.style(options.output), words), options.output);
    return;
  }
  const explanation = await explain(session.designs, id, path, asked);
  if (explanation === undefined)
    throw unknownName(
      ({ failures: say }) => say('unknown-part', { network: network.name, name: path }),
      path,
      explainablePaths(network),
    );
  if (options.format === 'json') {
    session.emitJson(explanationDocument(explanation, network, workspace, words), options.output);
  } else {
    const style = session.style(options.output);
    session.emit(explanationText(explanation, network, workspace, style, words), options.output);
  }
}
