/** A sweep as plain data, so that several threads cost its points: each makes the same grid of it. */

import type { FileId } from '../base/span';
import type { SentOverrides } from '../protocol/server-messages';
import { editorWords } from '../words/editor';
import type { Eventual } from '../workspace/eventual';
import { MemoryFiles } from '../workspace/memory-files';
import { Workspace } from '../workspace/workspace';
import { type DesignSession, ownNetwork } from './look';
import { analysisOptions } from './overrides';
import { type Condition, type Grid, type PointCost, pointCost, readCondition } from './sweep';
import { sweptValues } from './sweep-values';

export interface SharedSweep {
  /** The texts of the file and of all that it imports. */
  readonly texts: ReadonlyMap<FileId, string>;
  readonly id: FileId;
  readonly network: string;
  /** The same in all points. */
  readonly overrides: SentOverrides;
  /** Values as a person writes them. */
  readonly parameters: readonly { readonly name: string; readonly values: string }[];
  readonly sizes: Grid['sizes'];
  readonly conditions: readonly string[];
}

/** What costs the point at a place of the grid. All that is in the sweep has been read before without a mistake. */
export async function openSharedSweep({
  texts,
  id,
  network,
  overrides,
  parameters,
  sizes,
  conditions,
}: SharedSweep): Promise<(place: number) => Eventual<PointCost>> {
  const workspace = new Workspace(new MemoryFiles(Object.fromEntries(texts)));
  workspace.setText(id, 0, texts.get(id) ?? '');
  await workspace.load(id);
  const session: DesignSession = {
    workspace,
    settings: () => ({ choices: [], timeOf: undefined, words: editorWords('') }),
  };
  const grid: Grid = {
    parameters: parameters.flatMap(({ name, values: text }) => {
      const values = sweptValues(text);
      return 'wrong' in values ? [] : [{ name, values }];
    }),
    sizes,
    fixed: analysisOptions(overrides),
  };
  const analysis = await workspace.analysis(id);
  const own = analysis && ownNetwork(analysis, network);
  const asked = own === undefined ? [] : conditions.map((text) => readCondition(text, own));
  const known = asked.filter((condition): condition is Condition => !('mistake' in condition));
  const condition: Condition | undefined =
    known.length === 0 ? undefined : { holds: (of) => known.every((one) => one.holds(of)) };
  return (place) => pointCost(session, id, network, grid, place, condition);
}
