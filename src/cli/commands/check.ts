/** `incept check FILE...`, folders too: what is wrong, with excerpts of the source, or for programs and CI. */

import { type Command, Option } from 'commander';
import { type Target, targetHints, targets } from '../../analysis/target-hints';
import { type Diagnostic, sortDiagnostics } from '../../base/diagnostic';
import type { FileId } from '../../base/span';
import { foundIn, within } from '../../session/look';
import { messagePage } from '../../words/message-pages';
import { byFile } from '../../workspace/text-edits';
import { idOfPath } from '../../workspace/uri';
import { type CheckedFile, checkDocument, githubCommands, sarifDocument } from '../check-document';
import { excerpt, summary } from '../excerpt';
import { Failure } from '../failure';
import { addFormat, addNetworkOptions, addOutput, type NetworkOptions, type OutputOptions } from '../options';
import { openRequest } from '../request';
import type { Session } from '../session';
import { visible } from '../style';

interface CheckOptions extends NetworkOptions, OutputOptions {
  readonly target?: Target;
  readonly format: 'text' | 'json' | 'github' | 'sarif';
}

/** More is not read by anybody. */
const MOST_EXCERPTS = 500;

export function define(command: Command, session: Session): void {
  command.argument('<files...>', session.words.help('files.check'));
  addNetworkOptions(command, session.words.help);
  command.addOption(new Option('--target <framework>', session.words.help('target')).choices(targets));
  addFormat(command, session.words.help, 'text', 'json', 'github', 'sarif');
  addOutput(command, session.words.help);
  command.action((paths: string[], options: CheckOptions) => check(paths, options, session));
}

async function check(paths: readonly string[], options: CheckOptions, session: Session): Promise<void> {
  const { workspace } = session;
  const checked = new Map<FileId, readonly Diagnostic[]>();
  const failures: Failure[] = [];
  const orFailure = async (attempt: () => Promise<void>): Promise<void> => {
    try {
      await attempt();
    } catch (problem) {
      if (!(problem instanceof Failure)) throw problem;
      failures.push(problem);
    }
  };
  const places = new Set<FileId>();
  const checkFile = async (path: string): Promise<void> => {
    const { id, analysis } = await openRequest(session, path, options);
    if (!checked.has(id)) checked.set(id, []);
    const { target, network } = options;
    const found = foundIn(analysis, network);
    const hints = target === undefined ? [] : within(analysis, network, targetHints(analysis, target));
    for (const [file, list] of byFile(hints.length === 0 ? found : sortDiagnostics([...found, ...hints]))) {
      checked.set(file, withNew(checked.get(file) ?? [], list));
    }
  };
  for (const named of paths) {
    await orFailure(async () => {
      for (const { path, place } of await workspace.designsAt(named)) {
        if (places.has(place)) continue;
        places.add(place);
        await orFailure(() => checkFile(path));
      }
    });
  }
  if (checked.size === 0) {
    for (const failure of failures) session.fail(failure);
    return;
  }
  const files: CheckedFile[] = [...checked].map(([id, diagnostics]) => ({ id, diagnostics }));
  const all = files.flatMap((file) => file.diagnostics);
  switch (options.format) {
    case 'json':
      session.emitJson(checkDocument(files, session), options.output);
      break;
    case 'github':
      session.emit(githubCommands(files, session), options.output);
      break;
    case 'sarif':
      session.emitJson(
        sarifDocument(files, session, session.host.version, await diagnosticsPage(session)),
        options.output,
      );
      break;
    case 'text': {
      const style = session.style(options.output);
      const parts = all.slice(0, MOST_EXCERPTS).map((diagnostic) => `${excerpt(diagnostic, session, style)}\n\n`);
      const say = session.words.check;
      if (all.length > MOST_EXCERPTS) parts.push(`${say('more', { count: all.length - MOST_EXCERPTS })}\n\n`);
      const [file, ...others] = files;
      const isOne = file !== undefined && others.length === 0;
      const where = isOne ? visible(workspace.name(file.id)) : say('files', { count: files.length });
      const found = summary(all, session.words) ?? style.ok(say('no-problems'));
      parts.push(`${say('found', { where, found })}\n`);
      session.emit(parts.join(''), options.output);
    }
  }
  if (all.some((diagnostic) => diagnostic.severity === 'error')) session.exitWith(1);
  for (const failure of failures) session.fail(failure);
}

/** Undefined where the program stands without it. */
function diagnosticsPage({ host, words }: Session): Promise<string | undefined> {
  const page = host.shipped(messagePage(words.diagnostics.language.tag));
  return host.files.readText(idOfPath(page, host.platform));
}

/** A file that several import says the same each time, and more where it is checked itself. */
function withNew(known: readonly Diagnostic[], found: readonly Diagnostic[]): readonly Diagnostic[] {
  if (known.length === 0) return found;
  const key = ({ code, span, text, values }: Diagnostic): string =>
    JSON.stringify([code, span.start, span.end, text, values]);
  const keys = new Set(known.map(key));
  const fresh = found.filter((one) => !keys.has(key(one)));
  return fresh.length === 0 ? known : [...known, ...fresh].sort((a, b) => a.span.start - b.span.start);
}
