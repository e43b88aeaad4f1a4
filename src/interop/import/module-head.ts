/** What a module that stands for repeated parts is called, and which parameters it takes. */

import { isOpName } from '../../ops/registry';
import { commonStart } from './names';

/** What stands at one place of the parts, in each of them. */
export interface Column {
  readonly key: string;
  /** What it is: the name of the parameter that it is given to. */
  readonly name: string;
  /** It takes whole numbers: one may be computed from another. */
  readonly isCount: boolean;
  readonly texts: readonly string[];
}

export interface HeadParameter {
  readonly name: string;
  readonly column: Column;
}

/** A parameter for what differs, one for all that are equal throughout; whole multiples are computed from it. */
export function parametersOf(
  columns: readonly Column[],
  taken: ReadonlySet<string> = new Set(),
): {
  readonly parameters: readonly HeadParameter[];
  /** By the key of each column. */
  readonly expressions: ReadonlyMap<string, string>;
} {
  const distinct = new Map<string, Column>();
  for (const column of columns) {
    const key = column.texts.join(' ');
    if (!distinct.has(key)) distinct.set(key, column);
  }
  const all = [...distinct.values()];
  const bases = all.filter(
    (column) => !all.some((other) => other !== column && multipleOf(column, other) !== undefined),
  );
  const counts = new Map<string, number>();
  for (const { name } of bases) counts.set(name, (counts.get(name) ?? 0) + 1);
  const numbers = new Map<string, number>();
  const parameters = bases.map((column): HeadParameter => {
    if (counts.get(column.name) === 1 && !taken.has(column.name)) return { name: column.name, column };
    let number = numbers.get(column.name) ?? 0;
    do number++;
    while (taken.has(`${column.name}_${number}`));
    numbers.set(column.name, number);
    return { name: `${column.name}_${number}`, column };
  });
  const expressions = new Map<string, string>();
  for (const column of columns) {
    for (const { name, column: base } of parameters) {
      const factor = base.texts.join(' ') === column.texts.join(' ') ? 1 : multipleOf(column, base);
      if (factor === undefined) continue;
      expressions.set(column.key, factor === 1 ? name : `${factor} * ${name}`);
      break;
    }
  }
  return { parameters, expressions };
}

/** How many times the other it is in every instance; undefined where that is no small whole number. */
function multipleOf(column: Column, other: Column): number | undefined {
  if (!column.isCount || !other.isCount) return undefined;
  const factor = Number(column.texts[0]) / Number(other.texts[0]);
  if (!Number.isInteger(factor) || factor < 2 || factor > 8) return undefined;
  return column.texts.every((text, i) => Number(text) === factor * Number(other.texts[i])) ? factor : undefined;
}

/** What the names of its instances have in common, else what it is made of. `words`: its layers and joins. */
export function moduleName(instances: readonly string[], words: readonly string[]): string {
  const said = commonStart(instances).replace(/[^A-Za-z]+$/, '');
  if (/[A-Za-z]{3}/.test(said) && !isOpName(said)) return said;
  const kind = (['add', 'multiply', 'concat'] as const).find((name) => words.includes(name));
  return kind === undefined ? 'block' : { add: 'residual', multiply: 'gated', concat: 'mixed' }[kind];
}
