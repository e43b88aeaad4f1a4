/** Options that several commands have in common, so that they are spelt and explained alike. */

import { type Command, Option } from 'commander';
import { isNumberFormat, type NumberFormat, numberFormats, type Precision } from '../base/precision';
import type { CliWords } from '../words/cli';
import type { ParameterOverride } from '../workspace/overrides';
import { Failure } from './failure';
import { InvalidValue } from './usage';

export type SayHelp = CliWords['help'];

export interface NetworkOptions {
  readonly network?: string | undefined;
  /** `name=value` as given. */
  readonly set: readonly string[];
  readonly size?: readonly [number, number, number];
  readonly precision?: Partial<Precision>;
}

export interface OutputOptions {
  readonly output?: string;
}

/** With other options in place of those that take one network or one size. */
export function addNetworkOptions(
  command: Command,
  say: SayHelp,
  { network, size }: { readonly network?: Option; readonly size?: Option } = {},
): Command {
  return command
    .addOption(network ?? new Option('-n, --network <name>', say('network')))
    .addOption(
      new Option('-s, --set <name=value>', say('set'))
        .argParser<string[]>((value, previous) => [...previous, value])
        .default([], say('set.default')),
    )
    .addOption(size ?? new Option('--size <HxWxC>', say('size')).argParser(parseSize))
    .addOption(new Option('--precision <formats>', say('precision')).argParser(parsePrecision));
}

/** Images at once, of commands that show bytes. */
export function addBatch(command: Command, say: SayHelp): Command {
  return command.addOption(new Option('--batch <n>', say('batch')).argParser(parsePositive));
}

export function addFormat(command: Command, say: SayHelp, ...formats: readonly string[]): Command {
  return command.addOption(new Option('-f, --format <format>', say('format')).choices(formats).default(formats[0]));
}

/** `-` is standard output, as it is standard input among files: as if no file was named. */
export function addOutput(command: Command, say: SayHelp, text: 'output' | 'export.output' = 'output'): Command {
  return command.option('-o, --output <file>', say(text)).hook('preAction', () => {
    if (command.getOptionValue('output') === '-') command.setOptionValue('output', undefined);
  });
}

export function parseSize(text: string): readonly [number, number, number] {
  const parts = text.split('x');
  const numbers = parts.map(Number);
  if (
    parts.length !== 3 ||
    parts.some((part) => !/^\d+$/.test(part)) ||
    numbers.some((n) => n < 1 || !Number.isSafeInteger(n))
  ) {
    throw new InvalidValue((say) => say('size'));
  }
  return numbers as unknown as readonly [number, number, number];
}

/** One format for both, or `weights=int8,activations=float16` or one of the two. */
function parsePrecision(text: string): Partial<Precision> {
  if (isNumberFormat(text)) return { weights: text, activations: text };
  const given = text.split(',').map((part) => part.split('=').map((word) => word.trim()));
  const precision: { -readonly [role in keyof Precision]?: NumberFormat } = {};
  for (const [role, format, ...rest] of given) {
    const isKnown = (role === 'weights' || role === 'activations') && precision[role] === undefined;
    if (!isKnown || format === undefined || !isNumberFormat(format) || rest.length > 0) {
      throw new InvalidValue((say) => say('precision', { known: numberFormats.join(', ') }));
    }
    precision[role] = format;
  }
  return precision;
}

export function parseCount(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidValue((say) => say('count'));
  return value;
}

export function parsePositive(text: string): number {
  const value = parseCount(text);
  if (value < 1) throw new InvalidValue((say) => say('positive'));
  return value;
}

/** `name=value`, as in `--set`; the value is read by the session, as the language reads it. */
export function parameterOverride(text: string): ParameterOverride {
  const found = assignment(text);
  if (found !== undefined) return found;
  throw new Failure(
    ({ failures: say }) => say('set-form', { found: text }),
    ({ failures: say }) => say('set-form.hint'),
  );
}

/** Undefined where it is not `name=value`. */
export function assignment(text: string): ParameterOverride | undefined {
  const equals = text.indexOf('=');
  const name = text.slice(0, Math.max(equals, 0)).trim();
  const value = text.slice(equals + 1).trim();
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && value !== '' ? { name, value } : undefined;
}
