/**
 * One text gives one view, whatever came before: sequences of edits, through broken texts and those of an imported file,
 * end in the same texts, and the real server answers the same as one that has seen nothing else.
 */

import assert from 'node:assert/strict';
import { type Random, seededRandom } from '../../src/base/random';
import type { ViewResult } from '../../src/protocol/server-messages';
import { StdioClient } from './stdio-client';

const folder = 'file:///one-view';
const main = `${folder}/main.cnn`;
const blocks = `${folder}/blocks.cnn`;

const blocksText = 'module block(c) {\n  concat {\n    conv(c, 1x1)\n    conv(c, 3x3)\n  }\n}\n';
const mainText = `import { block } from "./blocks.cnn"

network First(width = 2) {
  input image: 32x32x3
  conv(8 * width, 3x3, stride = 2)
  block(4)
  budget multiplies <= 1M
}

network Last {
  input image: 16x16x3
  a = conv(8, 3x3)
  repeat 2 { block(4) }
  head aux from a { dense(2) }
  dense(10)
}
`;

/** Texts that a person stops at: whole, with a mistake, cut off in the middle, without a network. */
const endings: readonly (readonly [what: string, main: string, blocks: string])[] = [
  ['whole', mainText, blocksText],
  ['a mistake', mainText.replace('conv(8, 3x3)', 'conw(8, 3x3, strid = 2)'), blocksText],
  ['a bracket is open', mainText.replace('dense(10)', 'dense(10'), blocksText],
  ['cut off', mainText.slice(0, mainText.indexOf('head aux') + 8), blocksText],
  ['the import is broken', mainText, blocksText.replace('conv(c, 1x1)', 'conv(c,')],
  ['no network', 'import { block } from "./blocks.cnn"\nconst a = 1\n', blocksText],
  ['nothing', '', ''],
];

describe('one text gives one view', function () {
  this.timeout(60_000);
  let client: StdioClient;
  let fresh: StdioClient;
  const texts = new Map<string, { text: string; version: number }>();

  before(async () => {
    [client, fresh] = await Promise.all([StdioClient.start(), StdioClient.start()]);
    for (const [uri, text] of [
      [main, mainText],
      [blocks, blocksText],
    ] as const) {
      texts.set(uri, { text, version: 1 });
      await client.open(uri, text);
    }
  });
  after(() => Promise.all([client.stop(), fresh.stop()]));

  /** Replaces a part of a text, as typing does. */
  async function edit(uri: string, start: number, end: number, newText: string): Promise<void> {
    const { text, version } = texts.get(uri) as { text: string; version: number };
    const range = { start: positionAt(text, start), end: positionAt(text, end) };
    await client.change(uri, version + 1, [{ range, text: newText }]);
    texts.set(uri, { text: text.slice(0, start) + newText + text.slice(end), version: version + 1 });
  }

  async function editAtRandom(random: Random): Promise<void> {
    const uri = random() < 0.7 ? main : blocks;
    const { text } = texts.get(uri) as { text: string };
    const start = Math.floor(random() * (text.length + 1));
    const pieces = ['', '}', '{', 'conv(', ' 3x3', '\n', '"', '/*', 'network X { input: 8x8x3 dense(2) }\n', text];
    const end = random() < 0.5 ? start : Math.min(text.length, start + Math.floor(random() * 60));
    await edit(uri, start, end, pieces[Math.floor(random() * pieces.length)] as string);
  }

  /** Leaves what both texts begin and end with alone. */
  async function editInto(uri: string, wanted: string): Promise<void> {
    const { text } = texts.get(uri) as { text: string };
    let start = 0;
    while (start < Math.min(text.length, wanted.length) && text[start] === wanted[start]) start++;
    let end = 0;
    while (end < Math.min(text.length, wanted.length) - start && text.at(-1 - end) === wanted.at(-1 - end)) end++;
    await edit(uri, start, text.length - end, wanted.slice(start, wanted.length - end));
  }

  async function viewOf(server: StdioClient, network?: string) {
    const answer = await server.request<ViewResult>('incept/view', { uri: main, ...(network && { network }) });
    assert.ok(answer !== null);
    const { documentVersion: _, revision: __, ...view } = answer;
    return view;
  }

  for (const [at, [what, mainEnd, blocksEnd]] of endings.entries()) {
    it(what, async () => {
      const random = seededRandom(at + 1);
      await fresh.open(blocks, blocksEnd);
      await fresh.open(main, mainEnd);
      const expected = [await viewOf(fresh), await viewOf(fresh, 'First'), await viewOf(fresh, 'Gone')];
      for (let round = 0; round < 4; round++) {
        for (let i = 0; i < 12; i++) {
          await editAtRandom(random);
          // Looked at on the way, and also not.
          if (random() < 0.5) await viewOf(client, random() < 0.5 ? 'First' : undefined);
        }
        await editInto(round % 2 === 0 ? main : blocks, round % 2 === 0 ? mainEnd : blocksEnd);
        await editInto(round % 2 === 0 ? blocks : main, round % 2 === 0 ? blocksEnd : mainEnd);
        const views = [await viewOf(client), await viewOf(client, 'First'), await viewOf(client, 'Gone')];
        assert.deepEqual(views, expected, `round ${round}`);
      }
    });
  }

  it('shows the last network where none is named, and the named one', async () => {
    await editInto(main, mainText);
    assert.equal((await viewOf(client)).view?.network, 'Last');
    assert.equal((await viewOf(client, 'First')).view?.network, 'First');
  });
});

function positionAt(text: string, offset: number) {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}
