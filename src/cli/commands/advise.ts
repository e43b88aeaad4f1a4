/** `incept advise FILE`: rewrites that make a network cheaper, with exact savings; `--apply` writes them. */

import { type Command, Option } from 'commander';
import type { Advice } from '../../advice/advice';
import { type AdviceKind, adviceKinds } from '../../advice/rewrites';
import type { FileId } from '../../base/span';
import { advise } from '../../session/advise';
import { applyEdits, byFile } from '../../workspace/text-edits';
import { adviceDocument, adviceEntry, adviceMarkdown, adviceText, appliedText } from '../advice-report';
import { errorsOf, tellErrors } from '../excerpt';
import { Failure, unknownName } from '../failure';
import { addFormat, addNetworkOptions, addOutput, type NetworkOptions, type OutputOptions } from '../options';
import { openNetwork } from '../request';
import type { Session } from '../session';
import { printable, visible } from '../style';
import { InvalidValue } from '../usage';

interface AdviseOptions extends NetworkOptions, OutputOptions {
  readonly minSaving?: number;
  readonly kind?: AdviceKind;
  readonly apply: readonly string[];
  readonly dryRun?: true;
  readonly format: 'text' | 'json' | 'markdown';
}

export function define(command: Command, session: Session): void {
  const say = session.words.help;
  command.argument('<file>', say('file'));
  addNetworkOptions(command, say);
  command
    .addOption(new Option('--min-saving <share>', say('min-saving')).argParser(parseShare))
    .addOption(new Option('--kind <kind>', say('kind')).choices(adviceKinds))
    .addOption(
      new Option('--apply <id>', say('apply'))
        .argParser<string[]>((value, previous) => [...previous, value])
        .default([], say('apply.default')),
    )
    .option('--dry-run', say('dry-run'));
  addFormat(command, say, 'text', 'json', 'markdown');
  addOutput(command, say);
  command.action((path: string, options: AdviseOptions) => giveAdvice(path, options, session));
}

async function giveAdvice(path: string, options: AdviseOptions, session: Session): Promise<void> {
  if (options.dryRun === true && options.apply.length === 0) {
    throw new Failure(({ failures: say }) => say('dry-run-alone'));
  }
  const { id, asked, analysis, network } = await openNetwork(session, path, options);
  tellErrors(errorsOf(analysis, session), session);
  const main = { id, path, network: network.name };
  if (options.apply.length > 0) return apply(main, { ...asked, network: network.name }, options, session);
  const kinds = options.kind === undefined ? undefined : [options.kind];
  const advice = (await advise(session.designs, id, asked, { kinds, minimumShare: options.minSaving })) ?? [];
  const { workspace: files, words } = session;
  if (options.format === 'json') {
    const entries = advice.map((one) => adviceEntry(one, id, files, words));
    session.emitJson(adviceDocument(path, network.name, entries), options.output);
    return;
  }
  const shown = { network, advice, files, words };
  const text = options.format === 'markdown' ? adviceMarkdown(shown) : adviceText(shown, session.style(options.output));
  session.emit(text, options.output);
}

interface Main {
  readonly id: FileId;
  readonly path: string;
  readonly network: string;
}

/** One after the other, each looked up in the text after the one before; then all is written, or nothing. */
async function apply(
  main: Main,
  asked: Parameters<typeof advise>[2],
  options: AdviseOptions,
  session: Session,
): Promise<void> {
  const { workspace: files, words } = session;
  const changed = new Set<FileId>();
  const applied: Advice[] = [];
  const entries: object[] = [];
  for (const wanted of options.apply) {
    const found = await lookUp(main.id, asked, wanted, applied, session);
    entries.push(adviceEntry(found, main.id, files, words));
    applied.push(found);
    for (const [file, edits] of byFile(found.edits)) {
      files.edit(file, applyEdits(files.text(file), edits));
      changed.add(file);
    }
  }
  if (options.dryRun === true) {
    writeText(newTexts(main.id, [...changed], session), options.output, session);
    return;
  }
  for (const file of changed) {
    if (file === main.id && main.path === '-') writeText(files.text(file), undefined, session);
    else session.writeFile(files.pathOf(file), files.text(file));
  }
  if (options.format === 'json') {
    session.emitJson(adviceDocument(main.path, main.network, entries), options.output);
    return;
  }
  const report = applied.map((one) => visible(appliedText(one, words))).join('\n');
  // What goes to standard output is the text.
  if (main.path === '-' && options.output === undefined) session.note(report);
  else session.emit(report, options.output);
}

async function lookUp(
  id: FileId,
  asked: Parameters<typeof advise>[2],
  wanted: string,
  before: readonly Advice[],
  { designs }: Session,
): Promise<Advice> {
  const kind = adviceKinds.find((one) => wanted.startsWith(`${one}:`));
  const all = (await advise(designs, id, asked, { kinds: kind === undefined ? adviceKinds : [kind] })) ?? [];
  const found = all.find((one) => one.id === wanted);
  if (found !== undefined) return found;
  const others = before.map((one) => one.id).join(', ');
  throw unknownName(
    ({ failures: say }) =>
      others === '' ? say('unknown-advice', { id: wanted }) : say('unknown-advice.after', { id: wanted, others }),
    wanted,
    all.map((one) => one.id),
  );
}

/** Another program is given the text as it is. */
function writeText(text: string, output: string | undefined, session: Session): void {
  const { host } = session;
  if (output !== undefined) session.writeFile(output, text);
  else host.stdout(host.isTerminal.stdout ? printable(text) : text);
}

/** That of the file alone; texts of others that it imports stand below their names. */
function newTexts(main: FileId, changed: readonly FileId[], { workspace: files, words }: Session): string {
  if (changed.every((file) => file === main)) return files.text(main);
  return changed
    .map((file) => `${words.advise('text-of', { path: files.name(file) })}\n${files.text(file)}`)
    .join('\n');
}

function parseShare(text: string): number {
  const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(text.trim()) ?? [];
  const share = Number(percent) / 100;
  if (percent === undefined || share > 1) throw new InvalidValue((say) => say('share'));
  return share;
}
