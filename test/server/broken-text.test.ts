/**
 * Text as typing, pasting and merging leave it. Each kind gives one message, and all else of the file keeps its outline, its
 * hovers and its completion.
 */

import assert from 'node:assert/strict';
import type { CompletionItem, DocumentSymbol, Hover } from 'vscode-languageserver-protocol/node';
import { InProcessClient } from './in-process-client';

/** A file with something broken in the body of the first network, or elsewhere. */
const around = (broken: string): string => `const width = 8

module block(c, k = 3) {
  conv(c, [k, k])
  relu()
}

network First {
  input: 32x32x3
  conv(16, 1x1)
${broken}
  after = conv(16, 3x3)
  block(4)
  dense(10)
}

network Second {
  input image: 16x16x3
  stem = conv(width, 3x3)
  block(2)

}
`;

/** A table of a row on each line, one of them another. */
const rows = (broken: string): string =>
  around(`  repeat [c, k] in [\n    [8, 1],\n${broken}\n    [8, 3],\n  ] {\n    conv(c, [k, k])\n  }`);

/** The same as a value with a name. */
const named = (broken: string): string =>
  `const rows = [\n  [8, 1],\n${broken}\n  [8, 3],\n]\n${around('  repeat [c, k] in rows { conv(c, [k, k]) }')}`;

/** A call with an argument on each line. */
const lines = (broken: string): string => around(`  conv(\n    8,\n${broken}\n    stride = 2\n  )`);

interface Kind {
  readonly what: string;
  readonly text: string;
  /** The code of the one message; none where the text is right, however odd it looks. */
  readonly code?: string;
  /** What cannot be known of the rest: an open string or comment has eaten it, or a brace has moved it. */
  readonly loses?: 'after' | 'all-after';
}

const table: readonly Kind[] = [
  { what: 'half a name', text: around('  con'), code: 'name.unknown' },
  { what: 'a name of a layer without parentheses', text: around('  maxpool'), code: 'call.parentheses' },
  { what: 'half a call', text: around('  conv('), code: 'syntax.unclosed' },
  { what: 'half a call after a comma', text: around('  conv(64,'), code: 'syntax.unclosed' },
  { what: 'a call without its closing parenthesis', text: around('  conv(64, 3x3'), code: 'syntax.unclosed' },
  { what: 'an argument without its value', text: around('  conv(64, 3x3, stride = )'), code: 'syntax.expected' },
  { what: 'a misspelled argument', text: around('  conv(64, 3x3, strid = 2)'), code: 'call.unknown-parameter' },
  { what: 'half a size', text: around('  conv(64, 3x)'), code: 'syntax.number' },
  { what: 'half an expression', text: around('  conv(64 *, 3x3)'), code: 'syntax.expected' },
  { what: 'a name that waits for its layer', text: around('  x ='), code: 'syntax.expected' },
  { what: 'an arrow that leads nowhere', text: around('  conv(8, 1x1) ->') },
  { what: 'one parenthesis too many', text: around('  conv(64, 3x3))'), code: 'syntax.unexpected' },
  { what: 'one brace too many', text: around('  conv(64, 3x3) }'), code: 'syntax.unexpected', loses: 'after' },
  { what: 'a join without its branches', text: around('  concat {'), code: 'syntax.unclosed', loses: 'after' },
  { what: 'a branch without its body', text: around('  concat { branch }'), code: 'syntax.expected' },
  { what: 'a repeat without its count', text: around('  repeat { relu() }'), code: 'syntax.expected' },
  { what: 'an if without its condition', text: around('  if { relu() }'), code: 'syntax.expected' },
  { what: 'an expect without what is expected', text: around('  expect'), code: 'syntax.expected' },
  { what: 'a budget without its limit', text: around('  budget multiplies <='), code: 'syntax.expected' },
  { what: 'from without a result', text: around('  from'), code: 'syntax.expected' },
  { what: 'a character of no meaning', text: around('  conv(64, 3x3) $'), code: 'syntax.character' },
  { what: 'characters of a full-width keyboard', text: around('  conv（64, 3x3）'), code: 'syntax.character' },
  { what: 'an emoji between statements', text: around('  🙂'), code: 'syntax.character' },
  { what: 'a string that is not closed', text: around('  conv(64, 3x3, padding = "same)'), code: 'syntax.string-open' },
  {
    what: 'a comment that is not closed',
    text: around('  /* what this is'),
    code: 'syntax.comment-open',
    loses: 'all-after',
  },
  {
    what: 'a merge conflict',
    text: around('<<<<<<< HEAD\n  conv(64, 3x3)\n=======\n  conv(32, 3x3)\n>>>>>>> other'),
    code: 'syntax.conflict',
  },
  {
    what: 'a merge conflict with what both sides began with',
    text: around(
      '<<<<<<< HEAD\n  conv(64, 3x3)\n||||||| base\n  conv(8, 3x3)\n=======\n  conv(32, 3x3)\n>>>>>>> other',
    ),
    code: 'syntax.conflict',
  },
  {
    what: 'quotation marks of a word processor',
    text: around('  conv(64, 3x3, padding = “same”)'),
    code: 'syntax.character',
  },
  {
    what: 'a space that does not break, of a web page',
    text: around('  conv(64,\u00A03x3)'),
    code: 'syntax.character',
  },
  { what: 'an end of a comment that was not begun', text: around('  relu() */'), code: 'syntax.expected' },
  {
    what: 'a repeat that is not closed',
    text: around('  repeat 2 {\n    relu()'),
    code: 'syntax.unclosed',
    loses: 'after',
  },
  { what: 'half a constant', text: around('  const wide ='), code: 'syntax.expected' },
  { what: 'a fence of Markdown', text: around('```'), code: 'syntax.character' },
  {
    what: 'a pasted layer of Keras',
    text: around("  x = layers.Conv2D(64, 3, activation='relu')(x)"),
    code: 'syntax.expected',
  },
  {
    what: 'a line of a diff',
    text: around('+  conv(64, 3x3)'),
    code: 'syntax.expected',
  },
  {
    what: 'a pasted line of Python',
    text: around('  self.conv1 = nn.Conv2d(3, 64, kernel_size=3)'),
    code: 'syntax.expected',
  },
  { what: 'a pasted row of a table', text: around('  | conv1 | 7x7/2 | 112x112 |'), code: 'syntax.character' },
  { what: 'a module inside of a network', text: around('  module inner(c) { relu() }'), code: 'syntax.place' },
  { what: 'line ends of Windows, and tabs', text: around('\tconv(64,\t3x3)').replaceAll('\n', '\r\n') },
  {
    what: 'half a call with line ends of Windows',
    text: around('  conv(').replaceAll('\n', '\r\n'),
    code: 'syntax.unclosed',
  },
  { what: 'line ends of old Macs', text: around('  conv(64, 3x3)').replaceAll('\n', '\r') },
  { what: 'emoji and Chinese in comments', text: around('  conv(64, 3x3) // 卷积 🙂 σ') },
  { what: 'a mark of UTF-8 at the start', text: `\uFEFF${around('')}` },
  {
    what: 'no closing brace of the first network',
    text: around('  conv(64, 3x3)').replace('  dense(10)\n}\n', '  dense(10)\n'),
    code: 'syntax.unclosed',
  },
  { what: 'no closing brace at the end', text: around('').replace(/\}\n$/, ''), code: 'syntax.unclosed' },
  {
    what: 'a parameter list that is not closed',
    text: around('').replace('block(c, k = 3) {', 'block(c, k = 3 {'),
    code: 'syntax.unclosed',
  },
  { what: 'an import without its path', text: `import { one } from\n${around('')}`, code: 'syntax.expected' },
  { what: 'half a row of a table over several lines', text: rows('    [16, 3'), code: 'syntax.unclosed' },
  { what: 'half a row after a comma', text: rows('    [16,'), code: 'syntax.unclosed' },
  { what: 'a row that has only begun', text: rows('    ['), code: 'syntax.unclosed' },
  { what: 'a row without its first bracket', text: rows('    16, 3],'), code: 'syntax.unexpected' },
  { what: 'a row without a comma behind it', text: rows('    [16, 3]'), code: 'syntax.expected' },
  { what: 'a row with a bracket too many behind it', text: rows('    [16, 3]],'), code: 'syntax.unexpected' },
  { what: 'a row with a bracket too many in front', text: rows('    [[16, 3],'), code: 'syntax.unclosed' },
  { what: 'a row that ends with another bracket', text: rows('    [16, 3),'), code: 'syntax.expected' },
  { what: 'a row with another behind it that has only begun', text: rows('    [16, 3] ['), code: 'syntax.expected' },
  { what: 'half a row of a named table', text: named('  [16, 3'), code: 'syntax.unclosed' },
  { what: 'half a row of a named table after a comma', text: named('  [16,'), code: 'syntax.unclosed' },
  { what: 'numbers without a row in a named table', text: named('  16, 3'), code: 'syntax.expected' },
  { what: 'a short row of a named table, without a comma', text: named('  [16]'), code: 'syntax.expected' },
  { what: 'half a pair in arguments over several lines', text: lines('    [3, 3'), code: 'syntax.unclosed' },
  { what: 'half a size in arguments over several lines', text: lines('    3x'), code: 'syntax.number' },
  {
    what: 'a parenthesis too many in arguments over several lines',
    text: lines('    3x3),'),
    code: 'syntax.unexpected',
  },
  { what: 'a half-typed word at the top', text: `netw\n${around('')}`, code: 'syntax.expected' },
];

describe('broken text', () => {
  let client: InProcessClient;
  before(async () => {
    client = await InProcessClient.start({}, []);
  });
  after(() => client.stop());

  for (const [i, { what, text, code, loses }] of table.entries()) {
    it(what, async () => {
      const uri = `file:///中文 🙂 ${i}.cnn`;
      await client.open(uri, text);
      const wrong = (await client.diagnostics(uri, 1)).filter(({ severity }) => severity !== 4);
      assert.deepEqual(
        wrong.map((one) => one.code),
        code === undefined ? [] : [code],
        wrong.map(({ message }) => message).join('; '),
      );
      const ask = <R>(method: string, params = {}) =>
        client.request<R>(`textDocument/${method}`, { textDocument: { uri }, ...params });
      const names = new Set<string>();
      const gather = (symbols: readonly DocumentSymbol[]) => {
        for (const { name, children = [] } of symbols) {
          names.add(name);
          gather(children);
        }
      };
      gather(await ask<DocumentSymbol[]>('documentSymbol'));
      const kept = ['width', 'block', 'First', ...(loses === 'all-after' ? [] : ['Second', 'stem'])];
      for (const name of [...kept, ...(loses === undefined ? ['after'] : [])])
        assert.ok(names.has(name), `${name} in the outline`);
      const hover = async (needle: string) => {
        const found = await ask<Hover & { contents: { value: string } }>('hover', { position: place(text, needle) });
        return found?.contents.value ?? '';
      };
      const completesAt = async (needle: string, plus: number) => {
        const items = await ask<CompletionItem[]>('completion', { position: place(text, needle, plus) });
        const labels = items.map(({ label }) => label);
        for (const label of ['block', 'conv', 'expect']) assert.ok(labels.includes(label), `${label} at ${needle}`);
      };
      // 32*32*16 * 3, before what is broken: 1x1 of 3 channels.
      assert.match(await hover('conv(16, 1x1)'), /32\*32\*16 \* 1\*1\*3 = 49,152/);
      await completesAt('conv(16, 1x1)', 2);
      if (loses === 'all-after') return;
      // 16*16*8 * 3*3*3
      assert.match(await hover('conv(width'), /16\*16\*8 \* 3\*3\*3 = 55,296/);
      await completesAt('block(2)', 9);
    });
  }
});

function place(text: string, needle: string, plus = 1) {
  const offset = text.indexOf(needle);
  assert.ok(offset >= 0, needle);
  const lines = text.slice(0, offset + plus).split(/\r\n|\r|\n/);
  return { line: lines.length - 1, character: (lines.at(-1) ?? '').length };
}
