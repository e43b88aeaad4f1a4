/**
 * Scenes for tests of editor features: files as text, the cursor as a comment in it (which is taken out before the
 * text is analysed), so that every test can be read without counting columns.
 */

import assert from 'node:assert/strict';
import { posix } from 'node:path';
import type { Analysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import type { MachineProfile } from '../../src/base/machine-profile';
import type { InstanceChoice, Scene } from '../../src/ide/scene';
import { layerTimes } from '../../src/session/layer-times';
import { parse } from '../../src/syntax/parser';
import type { SourceFile } from '../../src/syntax/tree';
import { type EditorWords, editorWords } from '../../src/words/editor';

export const cursorMark = '/*|*/';

export interface MarkedScene {
  readonly scene: Scene;
  readonly file: SourceFile;
  readonly text: string;
  /** Where the mark stood; the start of the text without one. */
  readonly offset: number;
  readonly resolve: (path: string) => string;
  /** The text of a span. */
  at(span: { readonly start: number; readonly end: number }): string;
}

export interface SceneOptions {
  /** Further files by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly choices?: readonly InstanceChoice[];
  /** Path of the marked file. */
  readonly path?: string;
  /** Paths of files that are open too and may use the marked one. */
  readonly users?: readonly string[];
  readonly profile?: MachineProfile;
  readonly words?: EditorWords;
}

export function marked(source: string, options: SceneOptions = {}): MarkedScene {
  const path = options.path ?? '/project/main.cnn';
  const at = source.indexOf(cursorMark);
  const text = at < 0 ? source : source.slice(0, at) + source.slice(at + cursorMark.length);
  assert.ok(!text.includes(cursorMark), 'one cursor at most');
  const texts = new Map([[path, text], ...Object.entries(options.files ?? {})]);
  const trees = new Map([...texts].map(([id, content]) => [id, parse(id, content)]));
  const resolve = (from: string, target: string) => posix.resolve(posix.dirname(from), target);
  const analysisOf = (id: string): Analysis => analyze({ file: (wanted) => trees.get(wanted), resolve }, id);
  const analysis = analysisOf(path);
  return {
    scene: {
      analysis,
      users: (options.users ?? []).map(analysisOf),
      choices: options.choices ?? [],
      timeOf: layerTimes(options.profile),
      words: options.words ?? editorWords('en'),
    },
    file: analysis.file,
    text,
    offset: Math.max(0, at),
    resolve: (target) => resolve(path, target),
    at: ({ start, end }) => text.slice(start, end),
  };
}

/** The Inception module of the lectures, called twice with different inputs. */
export const inceptionModule = `/// Four branches.
module inception(c1, r3, c3, r5, c5, proj) {
  concat {
    branch { conv(c1, 1x1) }
    branch { conv(r3, 1x1) -> conv(c3, 3x3) }
    branch { conv(r5, 1x1) -> conv(c5, 5x5) }
    branch { maxpool(3x3) -> conv(proj, 1x1) }
  }
}
`;
