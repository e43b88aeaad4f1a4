/** `incept graph FILE`: the network as a picture in text, or as nodes and groups in JSON. */

import { type Command, Option } from 'commander';
import { graphFormats } from '../../interop/formats';
import { errorsOf, tellErrors } from '../excerpt';
import { refused } from '../failure';
import {
  addFormat,
  addNetworkOptions,
  addOutput,
  type NetworkOptions,
  type OutputOptions,
  parseCount,
} from '../options';
import { openNetwork } from '../request';
import type { Session } from '../session';
import { emitWritten } from '../written';

interface GraphOptions extends NetworkOptions, OutputOptions {
  readonly format: string;
  readonly depth?: number;
}

export function define(command: Command, session: Session): void {
  command.argument('<file>', session.words.help('file'));
  addNetworkOptions(command, session.words.help);
  addFormat(command, session.words.help, ...graphFormats.map(({ name }) => name));
  command.addOption(new Option('--depth <n>', session.words.help('depth')).argParser(parseCount));
  addOutput(command, session.words.help);
  command.action((path: string, options: GraphOptions) => graph(path, options, session));
}

async function graph(path: string, options: GraphOptions, session: Session): Promise<void> {
  const { analysis, network } = await openNetwork(session, path, options);
  tellErrors(errorsOf(analysis, session), session);
  const { depth, format, output } = options;
  const writer = graphFormats.find(({ name }) => name === format);
  const settings = { version: session.host.version, batch: 1, analysis, ...(depth === undefined ? {} : { depth }) };
  const written = await writer?.write(network, [], settings);
  if (written === undefined) return;
  if ('refusal' in written) throw refused(written.refusal);
  emitWritten(written, output, session);
}
