/** `incept explain FILE PATH`: where the numbers of a layer or block come from. */

import type { Command } from 'commander';
import { explainablePaths } from '../../advice/explain';
import { explain } from '../../session/picture';
import { errorsOf } from '../excerpt';
import { explanationDocument, explanationText } from '../explanation-text';
import { unknownName } from '../failure';
import { addFormat, addNetworkOptions, addOutput, type NetworkOptions, type OutputOptions } from '../options';
import { openNetwork } from '../request';
import type { Session } from '../session';

interface ExplainOptions extends NetworkOptions, OutputOptions {
  readonly format: 'text' | 'json';
}

export function define(command: Command, session: Session): void {
  command.argument('<file>', session.words.help('file')).argument('<path>', session.words.help('path'));
  addNetworkOptions(command, session.words.help);
  addFormat(command, session.words.help, 'text', 'json');
  addOutput(command, session.words.help);
  command.action((file: string, path: string, options: ExplainOptions) => explainPart(file, path, options, session));
}

async function explainPart(file: string, path: string, options: ExplainOptions, session: Session): Promise<void> {
  const { id, asked, analysis, network } = await openNetwork(session, file, options);
  errorsOf(analysis, session);
  const explanation = await explain(session.designs, id, path, asked);
  if (explanation === undefined)
    throw unknownName(
      ({ failures: say }) => say('unknown-part', { network: network.name, name: path }),
      path,
      explainablePaths(network),
    );
  if (options.format === 'json') {
    session.emitJson(explanationDocument(explanation, network, session.workspace, session.words), options.output);
  } else {
    const style = session.style(options.output);
    session.emit(explanationText(explanation, network, session.workspace, style, session.words), options.output);
  }
}
