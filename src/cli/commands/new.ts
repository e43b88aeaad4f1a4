/** `incept new NAME`: the text of a network of the field, to start from; `--list` names all that there are. */

import type { Command } from 'commander';
import { formatExact } from '../../base/number-format';
import { textTable } from '../../base/text-table';
import { type Preset, Presets, presetFacts } from '../../session/presets';
import type { CliWords } from '../../words/cli';
import { folderOf, idOfPath } from '../../workspace/uri';
import { Failure, unknownName } from '../failure';
import { addFormat, addOutput, type OutputOptions } from '../options';
import type { Session } from '../session';
import { visible } from '../style';

interface NewOptions extends OutputOptions {
  readonly list?: true;
  readonly force?: true;
  readonly format: 'text' | 'json';
}

export function define(command: Command, session: Session): void {
  const say = session.words.help;
  command.argument('[name]', say('preset-name'));
  command.option('--list', say('list'));
  addFormat(command, say, 'text', 'json');
  addOutput(command, say);
  command.option('--force', say('force'));
  command.action(async (name: string | undefined, options: NewOptions) => {
    const presets = await presetsOf(session);
    if (options.list) list(name, presets, options, session);
    else if (command.getOptionValueSource('format') !== 'default')
      throw new Failure((words) => words.failures('format-alone'));
    else await write(name, presets, options, session);
  });
}

function presetsOf({ host, designs }: Session): Promise<readonly Preset[]> {
  const folder = idOfPath(host.examples, host.platform);
  const presets = new Presets({
    files: async () => (await host.files.list(folder)).filter((id) => folderOf(id) === folder),
    facts: async (id) => (await presetFacts(designs, id)) ?? null,
  });
  return presets.list();
}

function list(name: string | undefined, presets: readonly Preset[], options: NewOptions, session: Session): void {
  if (name !== undefined) throw new Failure((words) => words.failures('list-alone', { name }));
  if (options.format === 'json') session.emitJson(document(presets), options.output);
  else session.emit(table(presets, session.words), options.output);
}

async function write(
  name: string | undefined,
  presets: readonly Preset[],
  { output, force }: NewOptions,
  session: Session,
): Promise<void> {
  const seeAll = ({ failures: say }: CliWords) => say('presets.hint');
  if (name === undefined) throw new Failure((words) => words.failures('no-preset-name'), seeAll);
  const preset = presets.find((one) => one.name === name);
  if (preset === undefined) {
    throw unknownName(
      (words) => words.failures('unknown-preset', { name }),
      name,
      presets.map((one) => one.name),
      seeAll,
    );
  }
  const text = (await session.host.files.readText(preset.file)) ?? '';
  if (output === undefined) {
    session.emit(text, undefined);
    return;
  }
  if (force !== true) await session.refuseExisting(output);
  session.writeFile(output, text);
  session.note(session.words.progress('wrote-preset', { title: preset.title, path: visible(output) }));
}

function table(presets: readonly Preset[], { cost, presets: say }: CliWords): string {
  const columns = [
    { title: cost('name'), align: 'left' },
    { title: 'params', align: 'right' },
    { title: 'multiplies', align: 'right' },
    { title: say('network'), align: 'left' },
  ] as const;
  const rows = presets.map(({ name, title, sentence, main }) => [
    name,
    formatExact(main.params),
    formatExact(main.multiplies),
    sentence === '' ? title : say('line', { title, sentence }),
  ]);
  return textTable(columns, rows).join('\n');
}

/** Keys are a contract, as those of the other commands: they may be added, never renamed. */
function document(presets: readonly Preset[]): object {
  return {
    schema: 1,
    networks: presets.map(({ name, title, sentence, paper, network, input, main, all }) => ({
      name,
      title,
      description: sentence,
      paper,
      network,
      input,
      totals: main,
      everything: all,
    })),
  };
}
