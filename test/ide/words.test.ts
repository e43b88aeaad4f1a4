/**
 * Where the words of editor features come from: in a language whose texts are all marked, nothing that documents the
 * language is unmarked.
 */

import assert from 'node:assert/strict';
import { codeLenses } from '../../src/ide/code-lens';
import { complete } from '../../src/ide/completion';
import { hover } from '../../src/ide/hover';
import { inlayHints } from '../../src/ide/inlay-hints';
import { signatureHelp } from '../../src/ide/signature-help';
import { roundProfile } from '../support/machine-profile';
import { bare, pseudoWords } from '../support/pseudo-language';
import { marked } from './marked-scene';

const inNetwork = (body: string) => `network N {\n  input image: 28x28x192\n  ${body}\n}\n`;

function hovered(body: string): string {
  const { scene, file, offset } = marked(inNetwork(body), { words: pseudoWords });
  return hover(scene, file, offset, { commands: true })?.markdown ?? assert.fail(`nothing at ${body}`);
}

function completed(source: string) {
  const { scene, file, offset } = marked(source, { words: pseudoWords });
  const sources = { importPaths: () => [], resolve: () => 'outside' as const, tree: () => undefined };
  return complete(scene, file, offset, sources).items;
}

/** The part of a card that says what the layer or word is in general. */
function generalPart(card: string): string {
  return card.includes('\n---\n') ? (card.split('\n---\n')[1] ?? '') : card;
}

function allMarked(markdown: string): void {
  assert.ok(markdown.includes('⟦'), markdown);
  assert.equal(bare(markdown), '', markdown);
}

describe('words of the editor', () => {
  it('are the table of the language in hovers of layers, words and keywords', () => {
    allMarked(generalPart(hovered('/*|*/conv(64, 1x1)')));
    allMarked(generalPart(hovered('con/*|*/cat {\n branch { conv(1, 1x1) } }')));
    allMarked(hovered('conv(64, 1x1, activation = re/*|*/lu)'));
    allMarked(hovered('con/*|*/st a = 1').replace('**const**', ''));
  });

  it('are the table of the language in hovers of functions and metrics', () => {
    allMarked(hovered('conv(fl/*|*/oor(7 / 2), 1x1)').replace('**floor** function', ''));
    allMarked(hovered('conv(1, 1x1)\n expect multi/*|*/plies == 1').replace('**multiplies**', ''));
  });

  it('are the table of the language in completion', () => {
    const places = [
      '/*|*/',
      inNetwork('/*|*/'),
      inNetwork('a = conv(1, activation = /*|*/)'),
      inNetwork('budget /*|*/'),
      inNetwork('conv(fl/*|*/)'),
    ];
    const items = places.flatMap(completed);
    const documented = ['layer', 'keyword', 'metric', 'function'];
    for (const kind of documented)
      assert.ok(
        items.some((item) => item.kind === kind),
        kind,
      );
    for (const { kind, documentation } of items) if (documented.includes(kind)) allMarked(documentation);
    const relu = items.find(({ kind, label }) => kind === 'word' && label === 'sigmoid');
    allMarked(relu?.documentation ?? '');
    for (const { kind, detail } of items) if (kind === 'layer') allMarked(detail);
  });

  it("are the editor's in details of completion", () => {
    const source = `const width = 4\n${inNetwork('repeat i in 1..2 { conv(/*|*/) }')}`;
    const items = [...completed(source), ...completed(inNetwork('conv(1, 1x1, activation = /*|*/)'))];
    items.push(...completed(`module m(c) { conv(c, 1x1) }\n${inNetwork('/*|*/')}`));
    const say = (label: string) => items.find((item) => item.label === label)?.detail;
    assert.equal(say('filters ='), '⟦required⟧');
    assert.equal(say('stride ='), '⟦default 1⟧');
    assert.equal(say('floor'), '⟦function⟧');
    assert.equal(say('i'), '⟦of the repeat⟧');
    assert.equal(say('m'), '⟦module⟧');
    assert.equal(say('relu'), '⟦default⟧');
  });

  it("are the editor's in lenses and inlay hints", () => {
    const body = 'm(3) -> m(4)\n  expect params == 3\n  budget multiplies <= 2G\n  budget params <= 1';
    const { scene, file, text } = marked(`module m(c) { conv(c, 1x1) budget params <= 1K }\n${inNetwork(body)}`, {
      words: pseudoWords,
    });
    const lenses = codeLenses(scene, file);
    assert.ok(lenses.length > 7, `${lenses.length} lenses`);
    for (const { title, more = '' } of lenses)
      assert.match(bare(`${title} ${more}`).replace(/m_\d\/\w+/, ''), /^[✗:·▰▱\s]*$/, title);
    const hints = inlayHints(scene, file, { start: 0, end: text.length });
    assert.ok(hints.length > 2, `${hints.length} hints`);
    for (const { tooltip } of hints) allMarked(tooltip);
  });

  it('are the table of hovers for a network', () => {
    const source = inNetwork('conv(4, 1x1)\n  head h { dense(1) }\n  budget multiplies <= 2G').replace(
      'work N',
      'work /*|*/N',
    );
    const { scene, file, offset } = marked(source, { words: pseudoWords });
    const card = hover(scene, file, offset, { commands: true })?.markdown ?? '';
    assert.match(card, /⟦Head h⟧ \| ⟦/);
    assert.doesNotMatch(bare(card), /[A-Za-z]{4}/, card);
  });

  it('are the table of hovers for whatever a file holds', () => {
    const source = `const wd = 4
module blk(c, r = c / 2) {
  budget params <= 1M
  concat {
    branch { conv(r, 1x1, norm = batchnorm) }
    branch lft { maxpool(3x3) -> conv(c, 3x3, padding = valid) }
    branch { conv(c, 3x3) }
  }
}
module free(c) { conv(c, 1x1) }
network N(cls = 10) {
  input img: 28x28x3
  repeat i in 1..2 { conv(wd * i, 3x3, stride = floor(2.5)) }
  fst = blk(wd)
  add { branch { conv(4, 1x1) } branch { conv(4, 1x1) -> separable(4, 3x3) } }
  expect params >= 1
  blk(8)
  konv(3)
  conv(5, 1x1)
  head aux from fst { globalavgpool() -> dense(cls) -> softmax() }
  output fin
  budget peak <= 1G
}
`;
    const profile = roundProfile();
    const choices = [{ file: '/project/main.cnn', module: 'blk', network: 'N', path: 'fst' }];
    for (const options of [{}, { choices, profile }]) {
      const { scene, file } = marked(source, { words: pseudoWords, ...options });
      for (const token of file.tokens) {
        const card = hover(scene, file, token.start, { commands: true })?.markdown ?? '';
        // Names and code of the file stand in bold, between backticks, in links and first in rows; units have three letters.
        const left = bare(card)
          .replace(/\[[^\]]*\]\(command:[^)]*\)/g, '')
          .replace(/`[^`]*`|\*\*[^*]*\*\*|^\| [\w\\/]+ \|/gm, '');
        assert.doesNotMatch(left, /[A-Za-z]{4}/, card);
      }
    }
  });

  it('are the table of the language in signature help', () => {
    const { scene, file, offset } = marked(inNetwork('conv(/*|*/)'), { words: pseudoWords });
    const [help] = signatureHelp(scene, file, offset);
    allMarked(help?.documentation ?? '');
    assert.ok((help?.parameters.length ?? 0) > 5);
    for (const { documentation } of help?.parameters ?? []) allMarked(documentation);
  });
});
