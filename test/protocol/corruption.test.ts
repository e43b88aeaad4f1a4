/** A guard sees every field at every depth: real values with one of them gone or of another kind are refused. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { explainablePaths, explainPath } from '../../src/advice/explain';
import type { NetworkAnalysis } from '../../src/analysis/analysis';
import { type Fields, isNumber, isText, oneOf, orNull, shaped, tupleOf } from '../../src/base/guard';
import { isExplanation } from '../../src/protocol/explanation';
import { isViewModel, isViewPatch } from '../../src/protocol/view-guard';
import { buildFileView } from '../../src/view/build';
import type { ViewModel } from '../../src/view/model';
import { diffViews } from '../../src/view/patch';
import { editorWords } from '../../src/words/editor';
import { analyzeText } from '../support/analyze-text';
import { repositoryRoot } from '../support/disk-files';

const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const example = (name: string): string => readFileSync(`${repositoryRoot}/examples/${name}.cnn`, 'utf8');

function view(text: string): ViewModel {
  const found = buildFileView(analyzeText(text), undefined, editorWords('en')).view;
  assert.ok(found);
  return found;
}

/** A small text in which every part of a view and of an explanation is there. */
const everything = `network N(width = 4) {
  input image: 16x16x4
  conv(8 * width, 3x3)
  a = m(4)
  repeat 2 { conv(8, 3x3) -> relu() }
  head side from a { globalavgpool() -> dense(10) }
  conv(8, 3x3, strid = 2)
  budget params <= 1000
  expect params == 3
}
module m(c) { concat { branch { conv(c, 1x1, groups = 2) } branch { maxpool(3x3) } } }
`;

type Path = readonly (string | number)[];

/** Paths of all values inside of a value; of a list's parts the first few that differ in what they have. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  if (!Array.isArray(value)) {
    return [path, ...Object.entries(value).flatMap(([key, part]) => pathsIn(part, [...path, key]))];
  }
  const kinds = new Set<string>();
  return [
    path,
    ...value.flatMap((part, index) => {
      const kind = kindOf(part);
      if (kinds.has(kind)) return [];
      kinds.add(kind);
      return pathsIn(part, [...path, index]);
    }),
  ];
}

/** What it is made of, so that a list of a hundred nodes is looked at once for each make. */
function kindOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  if (Array.isArray(value)) return `[${value.map(kindOf)}]`;
  return `{${Object.values(value).map(kindOf)}}`;
}

/** With the value at a path replaced, or taken out of its record. */
function changed(value: unknown, path: Path, replacement: { readonly by: unknown } | 'gone'): unknown {
  const copy = structuredClone(value) as Record<string | number, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  const last = path.at(-1) as string | number;
  if (replacement === 'gone') delete at[last];
  else at[last] = replacement.by;
  return copy;
}

/** Values of no kind that stands there: no field takes a flag and a text, or a list and a record. */
function wrong(value: unknown): unknown {
  if (typeof value === 'string') return 7;
  if (Array.isArray(value)) return { length: value.length };
  if (typeof value === 'object' && value !== null) return [value];
  return typeof value === 'boolean' ? 'true' : [false];
}

/** What `mayLack` names may be left out. */
function refusesAllChanges(
  guard: (value: unknown) => boolean,
  real: unknown,
  mayLack: (path: Path) => boolean = () => false,
): void {
  assert.equal(guard(real), true);
  const taken: string[] = [];
  for (const path of pathsIn(real).filter(({ length }) => length > 0)) {
    const value = path.reduce<unknown>((all, key) => (all as Record<string | number, unknown>)[key], real);
    if (guard(changed(real, path, { by: wrong(value) }))) taken.push(`${path.join('.')} changed`);
    const key = path.at(-1);
    if (typeof key !== 'string' || mayLack(path)) continue;
    if (guard(changed(real, path, 'gone'))) taken.push(`${path.join('.')} gone`);
  }
  assert.deepEqual(taken, []);
}

/** Keys of an explanation whose value may be unknown, which JSON leaves out. */
const unknowns = new Set([
  'multiplies',
  'params',
  'percent',
  'value',
  'result',
  'divide',
  'receptiveField',
  'pads',
  'outputs',
  'taps',
  'share',
  'dead',
  'percentOfBlock',
  'rank',
  'servedOutput',
  'bytes',
  'unknown',
]);

describe('a guard sees every field', function () {
  this.timeout(60_000);

  it('of a view', () => {
    const real = sent(view(everything)) as ViewModel;
    for (const part of ['parameters', 'outputs', 'budgets', 'errors', 'edges', 'nodes'] as const) {
      assert.ok(real[part].length > 0, part);
    }
    assert.ok(real.nodes.some(({ bars }) => bars.length > 0) && real.nodes.some(({ branches }) => branches.length > 0));
    assert.ok(real.peak !== null && real.headTotals !== null && real.errors.some(({ fixes }) => fixes.length > 0));
    refusesAllChanges(isViewModel, real);
  });

  it('of a patch, of whose changes each may be left out', () => {
    const other = everything.replace('conv(8', 'conv(6').replace('a = m(4)', 'a = m(2)');
    for (const [before, after] of [
      [example('squeezenet'), everything],
      [everything, other],
    ] as const) {
      const patch = diffViews(view(before), view(after));
      const left = [
        patch.fields,
        ...patch.nodes.changes.map(({ to }) => to),
        ...patch.edges.changes.map(({ to }) => to),
      ];
      assert.ok(left.flatMap(Object.keys).length > 8);
      refusesAllChanges(isViewPatch, sent(patch), (path) => path.length === 2 || path.at(-2) === 'to');
      assert.equal(isViewPatch({ ...patch, fields: { ...patch.fields, nodes: [] } }), false);
    }
  });

  it('of explanations', () => {
    for (const text of [everything, example('inception-v3'), example('squeezenet')]) {
      const network = analyzeText(text).networks[0] as NetworkAnalysis;
      const makes = new Set<string>();
      for (const path of explainablePaths(network)) {
        const real = sent(explainPath(network, path));
        const make = kindOf(real);
        if (makes.has(make) || makes.size > 12) continue;
        makes.add(make);
        refusesAllChanges(isExplanation, real, (path) => unknowns.has(String(path.at(-1))));
      }
    }
  });
});

describe('guards of types', () => {
  interface Point {
    readonly x: number;
    readonly name: 'a' | 'b' | null;
  }

  it('do not compile with a part forgotten', () => {
    const point = shaped<Point>({ x: isNumber, name: orNull(oneOf('a', 'b')) });
    // @ts-expect-error a key is missing
    shaped<Point>({ x: isNumber });
    // @ts-expect-error a word of the union is missing
    shaped<Point>({ x: isNumber, name: orNull(oneOf('a')) });
    // @ts-expect-error null is missing
    shaped<Point>({ x: isNumber, name: oneOf('a', 'b') });
    // @ts-expect-error it takes more than the type has
    shaped<Point>({ x: isNumber, name: orNull(isText) });
    // @ts-expect-error a place is missing
    tupleOf<readonly [number, string]>(isNumber);
    assert.equal(point({ x: 1, name: null }), true);
  });

  it('take own keys only', () => {
    const fields: Fields<{ readonly toString: string }> = { toString: isText };
    assert.equal(shaped(fields)({}), false);
  });
});
