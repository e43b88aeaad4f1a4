/**
 * Refactorings over all designs of the repository and random ones: whatever is offered, the figures of every network are
 * what they were by an analysis of the new text alone, no comment is lost, and a text that was laid out stays so.
 */

import * as assert from 'node:assert/strict';
import { basename, dirname } from 'node:path';
import type { Analysis } from '../../../src/analysis/analysis';
import { analyze } from '../../../src/analysis/analyze';
import { seededRandom } from '../../../src/base/random';
import type { Span } from '../../../src/base/span';
import { lookAt } from '../../../src/session/look';
import { type Refactoring, refactoringKinds, refactorings } from '../../../src/session/refactor/offers';
import { format } from '../../../src/syntax/format';
import { parse } from '../../../src/syntax/parser';
import type { Statement } from '../../../src/syntax/tree';
import { walk } from '../../../src/syntax/tree-walk';
import { editorWords } from '../../../src/words/editor';
import { MemoryFiles } from '../../../src/workspace/memory-files';
import { applyEdits } from '../../../src/workspace/text-edits';
import { Workspace } from '../../../src/workspace/workspace';
import { randomDesignText, randomNetworkText } from '../../support/random-network';
import { cnnFiles } from '../../syntax/programs';

const random = seededRandom(41);

/** What a design costs, is and gives, in numbers that do not depend on how it is written. */
function figuresOf({ networks }: Analysis): string {
  return JSON.stringify(
    networks.map(({ name, main, heads, shapes, outputs, budgets }) => [
      name,
      main.sums.multiplies,
      main.sums.params,
      main.sums.peakBytes,
      heads.sums.multiplies,
      shapes,
      outputs.map(({ output, shape }) => [output.name, output.kind, shape]),
      budgets.map(({ value, verdict }) => [value, verdict]),
    ]),
  );
}

function commentsOf(text: string): readonly string[] {
  const file = parse('', text);
  return file.tokens
    .filter(({ kind }) => kind === 'comment' || kind === 'documentation')
    .map(({ start, end }) => text.slice(start, end).trim());
}

/** Places of a text: cursors at statements, and runs of two or three of them. */
function placesIn(text: string, most: number): readonly Span[] {
  const all: Span[] = [];
  walk(parse('', text), (node) => {
    if (node.kind !== 'body') return;
    node.statements.forEach((statement: Statement, i) => {
      all.push({ start: statement.start, end: statement.start });
      if (statement.kind === 'call') all.push({ start: statement.callee.start, end: statement.callee.start });
      const last = node.statements[i + 1 + Math.floor(2 * random())];
      if (last !== undefined) all.push({ start: statement.start, end: last.end });
    });
  });
  return all.length <= most ? all : Array.from({ length: most }, () => all[Math.floor(random() * all.length)] as Span);
}

interface Tried {
  readonly places: number;
  readonly offered: Readonly<Record<Refactoring['kind'], number>>;
}

async function tryAll(texts: Readonly<Record<string, string>>, main: string, most: number): Promise<Tried> {
  const id = (name: string): string => `file:///w/${name}`;
  const workspace = new Workspace(
    new MemoryFiles(Object.fromEntries(Object.entries(texts).map(([name, text]) => [id(name), text]))),
  );
  workspace.setRoots(['file:///w']);
  const session = { workspace, settings: () => ({ choices: [], timeOf: undefined, words: editorWords('en') }) };
  const look = await lookAt(session, id(main));
  assert.ok(look !== undefined);
  const text = texts[main] ?? '';
  const isLaidOut = format(parse('', text)) === text;
  const before = figuresOf(look.analysis);
  const offered = { extract: 0, inline: 0, repeat: 0 };
  const places = placesIn(text, most);
  for (const place of places) {
    const found: readonly Refactoring[] = await refactorings(session, look, place);
    for (const { kind, title, edits } of found) {
      offered[kind]++;
      assert.ok(edits.every((edit) => edit.file === id(main)));
      const after = applyEdits(text, edits);
      const about: string = `${main} at ${JSON.stringify(text.slice(place.start, Math.max(place.end, place.start + 30)))}: ${title}\n${after}`;
      const other = analyze(
        {
          file: (wanted) => {
            const written = wanted === id(main) ? after : texts[wanted.slice(id('').length)];
            return written === undefined ? undefined : parse(wanted, written);
          },
          resolve: (from, path) => new URL(path, from).href,
        },
        id(main),
      );
      assert.equal(figuresOf(other), before, about);
      assert.ok(other.diagnostics.length <= look.analysis.diagnostics.length, about);
      for (const comment of commentsOf(text)) assert.ok(commentsOf(after).includes(comment), `${comment} in ${about}`);
      if (isLaidOut) assert.equal(format(parse('', after)), after, about);
    }
  }
  return { places: places.length, offered };
}

describe('refactorings', function () {
  this.timeout(120_000);

  it('leave random networks as they are', async () => {
    const kinds = { extract: 0, inline: 0, repeat: 0 };
    for (let seed = 0; seed < 30; seed++) {
      // Some line twice, so that there is something to repeat.
      const text = (seed % 2 === 0 ? randomDesignText(seed) : randomNetworkText(seed)).replace(
        /^ +(conv|depthwise|relu|lrn|batchnorm)\(.*\)$/m,
        '$&\n$&',
      );
      const { offered } = await tryAll({ 'main.cnn': text }, 'main.cnn', 10);
      for (const kind of refactoringKinds) kinds[kind] += offered[kind];
    }
    for (const [kind, count] of Object.entries(kinds)) assert.ok(count > 0, `${kind} was never offered`);
  });

  for (const [path, text] of cnnFiles) {
    it(`leave ${basename(dirname(path))}/${basename(path)} as it is`, async () => {
      const near = [...cnnFiles].filter(([other]) => dirname(other) === dirname(path));
      const texts = Object.fromEntries(near.map(([other, written]) => [basename(other), written]));
      await tryAll({ ...texts, [basename(path)]: text }, basename(path), 5);
    });
  }
});
