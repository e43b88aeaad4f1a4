/**
 * Commands as tools of the Model Context Protocol: what their arguments are, as a JSON schema for the client and as a command
 * line for us. What a value means, and what is wrong with it, the command says.
 */

import { adviceKinds } from '../advice/rewrites';
import { isRecord } from '../base/guard';
import { metricNames } from '../base/metrics';
import type { ToolForm } from '../protocol/tool-messages';
import type { CliWords } from '../words/cli';
import type { tools as texts } from '../words/english/tools';
import { Failure, unknownName } from './failure';

/** How values are given: a string, a number from 1 on, strings, or values by name. */
type ArgumentForm = 'text' | 'count' | 'list' | 'values';

interface ToolArgument {
  readonly form: ArgumentForm;
  readonly say: (words: CliWords) => string;
  /** The command's; without one it is told by its place. */
  readonly option?: string;
  readonly choices?: readonly string[];
}

/** A design: its path, or itself. */
interface DesignArguments {
  readonly file: string;
  readonly text: string;
  readonly isOptional?: true;
}

export type ToolName = 'check' | 'cost' | 'explain' | 'advise' | 'diff' | 'sweep';

interface Tool {
  readonly designs: readonly DesignArguments[];
  /** What stands behind the designs. */
  readonly behind?: string;
  readonly arguments: Readonly<Record<string, ToolArgument>>;
}

type ArgumentKey = Extract<keyof typeof texts, `argument.${string}`>;

const own =
  (key: ArgumentKey): ToolArgument['say'] =>
  ({ tools: say }) =>
    say(key);

const path: ToolArgument = { form: 'text', say: ({ help: say }) => say('path') };

const network: Readonly<Record<string, ToolArgument>> = {
  network: { form: 'text', option: 'network', say: ({ help: say }) => say('network') },
  set: { form: 'values', option: 'set', say: own('argument.set') },
  size: { form: 'text', option: 'size', say: ({ help: say }) => say('size') },
  precision: { form: 'text', option: 'precision', say: ({ help: say }) => say('precision') },
};

const design: DesignArguments = { file: 'file', text: 'text' };

const tools: Readonly<Record<ToolName, Tool>> = {
  check: { designs: [design], arguments: network },
  cost: {
    designs: [design],
    arguments: {
      ...network,
      batch: { form: 'count', option: 'batch', say: ({ help: say }) => say('batch') },
      by: { form: 'text', option: 'by', choices: ['layer', 'block', 'op'], say: ({ help: say }) => say('by') },
      sort: { form: 'text', option: 'sort', choices: metricNames, say: ({ help: say }) => say('sort') },
    },
  },
  explain: { designs: [design], behind: 'path', arguments: { path, ...network } },
  advise: {
    designs: [design],
    arguments: {
      ...network,
      minSaving: { form: 'text', option: 'min-saving', say: ({ help: say }) => say('min-saving') },
      kind: { form: 'text', option: 'kind', choices: adviceKinds, say: ({ help: say }) => say('kind') },
    },
  },
  diff: {
    designs: [
      { file: 'oldFile', text: 'oldText' },
      { file: 'newFile', text: 'newText', isOptional: true },
    ],
    arguments: {
      ...network,
      network: { form: 'text', option: 'network', say: ({ help: say }) => say('diff.network') },
    },
  },
  sweep: {
    designs: [design],
    behind: 'parameters',
    arguments: {
      parameters: { form: 'values', say: own('argument.parameters') },
      ...network,
      size: { form: 'text', option: 'size', say: ({ help: say }) => say('sweep.size') },
      where: { form: 'list', option: 'where', say: ({ help: say }) => say('where') },
      best: { form: 'text', option: 'best', say: ({ help: say }) => say('best') },
      x: { form: 'text', option: 'x', say: ({ help: say }) => say('x') },
      y: { form: 'text', option: 'y', say: ({ help: say }) => say('y') },
    },
  },
};

export const toolNames = Object.keys(tools) as readonly ToolName[];

const string = { type: 'string' };
const strings = { type: 'array', items: string };
const schemas: Readonly<Record<ArgumentForm, object>> = {
  text: string,
  count: { type: 'integer', minimum: 1 },
  list: { anyOf: [string, strings] },
  values: {
    anyOf: [{ type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } }, strings],
  },
};

export interface ToolDescription {
  readonly name: ToolName;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { readonly type: 'object'; readonly [key: string]: unknown };
  readonly annotations: { readonly readOnlyHint: true; readonly openWorldHint: false };
}

/** For the client. That there is one design and not two no schema says, since not all clients take one with alternatives. */
export function describedTools(words: CliWords): readonly ToolDescription[] {
  return toolNames.map((name) => ({
    name,
    title: words.tools(name),
    description: words.tools(`${name}.description`),
    inputSchema: {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(argumentsOf(tools[name])).map(([key, { form, choices, say }]) => [
          key,
          { ...schemas[form], ...(choices === undefined ? {} : { enum: choices }), description: say(words) },
        ]),
      ),
      additionalProperties: false,
    },
    annotations: { readOnlyHint: true, openWorldHint: false },
  }));
}

export interface ToolCommand {
  readonly argv: readonly string[];
  /** Designs that were given themselves, by the path that stands for them in `argv`: `-` where there is one. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Throws `Failure` for arguments that the tool does not have, or of another kind. */
export function toolCommand(
  name: ToolName,
  given: Readonly<Record<string, unknown>>,
  form: ToolForm = 'json',
): ToolCommand {
  const tool = tools[name];
  const known = argumentsOf(tool);
  // What is null was not given: some clients fill in everything that a schema names.
  const values = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(given)) {
    const argument = Object.hasOwn(known, key) ? known[key] : undefined;
    if (argument === undefined) {
      throw unknownName(
        ({ tools: say }) => say('unknown-argument', { tool: name, name: key }),
        key,
        Object.keys(known),
      );
    }
    if (value !== null && value !== undefined) values.set(key, textsOf(key, argument.form, value));
  }
  const isGiven = (key: string) => values.has(key);
  for (const { file, text, isOptional } of tool.designs) {
    if (isGiven(file) && isGiven(text)) throw new Failure(({ tools: say }) => say('both', { file, text }));
    if (isGiven(file) || isGiven(text) || isOptional) continue;
    throw new Failure(({ tools: say }) => say('neither', { file, text }));
  }
  const isAlone = tool.designs.filter(({ text }) => isGiven(text)).length === 1;
  const texts = new Map<string, string>();
  const paths = tool.designs.flatMap(({ file, text }) => {
    const [written] = values.get(text) ?? [];
    if (written === undefined) return values.get(file) ?? [];
    const path = isAlone ? '-' : text;
    texts.set(path, written);
    return [path];
  });
  const options = Object.entries(tool.arguments).flatMap(([key, { option }]) =>
    option === undefined ? [] : (values.get(key) ?? []).map((value) => `--${option}=${value}`),
  );
  const behind = tool.behind === undefined ? [] : (values.get(tool.behind) ?? []);
  return { argv: [name, `--format=${form}`, ...options, '--', ...paths, ...behind], texts };
}

function argumentsOf(tool: Tool): Readonly<Record<string, ToolArgument>> {
  const designs = tool.designs.flatMap(({ file, text }) => [file, text]);
  return {
    ...Object.fromEntries(designs.map((key) => [key, { form: 'text', say: own(`argument.${key}` as ArgumentKey) }])),
    ...tool.arguments,
  };
}

/** As they are written on a command line. */
function textsOf(name: string, form: ArgumentForm, value: unknown): readonly string[] {
  const wrong = () => new Failure(({ tools: say }) => say(`wrong.${form}`, { name }));
  switch (form) {
    case 'text':
      if (typeof value === 'string') return [value];
      throw wrong();
    case 'count':
      if (Number.isSafeInteger(value)) return [String(value)];
      throw wrong();
    case 'list':
    case 'values': {
      if (form === 'values' && isRecord(value) && Object.values(value).every(isPlain)) {
        return Object.entries(value).map(([key, one]) => `${key}=${one}`);
      }
      const list: readonly unknown[] = Array.isArray(value) ? value : [value];
      if (list.every((one) => typeof one === 'string')) return list;
      throw wrong();
    }
  }
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
