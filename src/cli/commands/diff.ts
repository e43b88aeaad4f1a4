/** `incept diff OLD NEW`: what changed in structure and cost between two files, revisions or networks. */

import { type Command, Option } from 'commander';
import { compareNetworks } from '../../session/compare';
import { diffDocument, diffMarkdown, diffText, failsText } from '../diff-report';
import { errorsOf, tellErrors } from '../excerpt';
import { type Gate, judge, parseGate } from '../fail-on';
import { Failure } from '../failure';
import { addFormat, addNetworkOptions, addOutput, type NetworkOptions, type OutputOptions } from '../options';
import { openNetwork } from '../request';
import { openRevision, revisionPath } from '../revision';
import type { Session } from '../session';
import { styleFor } from '../style';
import { InvalidValue } from '../usage';

/** A network for both sides, or one for each. */
type Networks = readonly [old: string | undefined, fresh: string | undefined];

interface DiffOptions extends Omit<NetworkOptions, 'network'>, OutputOptions {
  readonly network?: Networks;
  readonly format: 'text' | 'json' | 'markdown';
  readonly failOn: readonly Gate[];
}

export function define(command: Command, session: Session): void {
  const say = session.words.help;
  command.argument('<old>', say('diff.old')).argument('[new]', say('diff.new'));
  const network = new Option('-n, --network <name>', say('diff.network')).argParser(parseNetworks);
  addNetworkOptions(command, say, { network });
  command.addOption(
    new Option('--fail-on <limit>', say('fail-on'))
      .argParser<Gate[]>((value, previous) => [...previous, parseGate(value)])
      .default([], say('fail-on.default')),
  );
  addFormat(command, say, 'text', 'json', 'markdown');
  addOutput(command, say);
  command.action((old: string, fresh: string | undefined, options: DiffOptions) => diff(old, fresh, options, session));
}

async function diff(old: string, given: string | undefined, options: DiffOptions, session: Session): Promise<void> {
  const [oldName, newName] = options.network ?? [];
  const fresh = given ?? old;
  if (given === undefined && oldName === newName) {
    throw new Failure(
      ({ failures: say }) => say('nothing-to-compare', { path: old }),
      ({ failures: say }) => say('nothing-to-compare.hint'),
    );
  }
  const before = await openSide(old, { ...options, network: oldName }, session);
  const after = await openSide(fresh, { ...options, network: newName }, session);
  const [was, is] = [before.network, after.network];
  const comparison = compareNetworks(was, is);
  const sides = { old: { file: old, network: was.name }, new: { file: fresh, network: is.name } };
  if (options.format === 'json') session.emitJson(diffDocument(sides, comparison), options.output);
  else {
    const text = { text: diffText, markdown: diffMarkdown }[options.format];
    session.emit(text(sides, comparison, session.style(options.output), session.words), options.output);
  }
  const style = styleFor(session.host, 'stderr');
  for (const gate of options.failOn) {
    const verdict = judge(gate, comparison);
    if (verdict === 'passes') continue;
    session.note(style.error(failsText(gate, verdict, comparison, session.words)));
    session.exitWith(1);
  }
}

/** A file of the working folder, else of a revision. What is wrong in it is told. */
async function openSide(path: string, options: NetworkOptions, session: Session) {
  const wanted = (await session.workspace.has(path)) ? undefined : revisionPath(path);
  const isDrive = session.host.platform === 'win32' && wanted?.revision.length === 1;
  if (wanted === undefined || isDrive) return openDesign(path, options, session);
  const found = await openRevision(session.host, wanted);
  const side = session.elsewhere(found.host, `${wanted.revision}:`);
  const opened = await openDesign(found.path, options, side);
  session.exitWith(side.exitCode);
  return opened;
}

async function openDesign(path: string, options: NetworkOptions, session: Session) {
  const opened = await openNetwork(session, path, options);
  tellErrors(errorsOf(opened.analysis, session), session);
  return opened;
}

function parseNetworks(text: string): Networks {
  const [old = '', ...others] = text.split('..');
  const [fresh = old] = others;
  if (old === '' || fresh === '' || others.length > 1) throw new InvalidValue((say) => say('networks'));
  return [old, fresh];
}
