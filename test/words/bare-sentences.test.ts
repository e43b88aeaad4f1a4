/**
 * No sentence for people stands outside of the tables of words: two words of small letters beside one another are taken for
 * one, wherever a string literal has them. What may have them is listed here, with its reason.
 */

import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { repositoryRoot } from '../support/disk-files';
import { type StringLiteral, stringLiterals } from '../support/string-literals';

/** Not within paths, names with dots and dashes, or calls. */
const sentence = /(?<![\w.$/-])[a-z]{2,}[,;:]? [a-z]+(?![\w/.(=-])/;

/** What is called with a text that is not for users. */
const callees: readonly { readonly callee: RegExp; readonly reason: string }[] = [
  { callee: /^(invariant|present)$/, reason: 'a mistake of ours, for a stack trace' },
  { callee: /(^|\.)(matches|closest|matchMedia)$/, reason: 'a selector of elements, or of screens' },
  { callee: /(^|\.)(log|info|warn)$|^(console|output|this\.output)\.error$/, reason: 'a line of a log' },
  { callee: /^(parse|keyword)$/, reason: 'code of the language, to be read or to be completed' },
];

const files: Readonly<Record<string, string>> = {
  'src/cli/commands/mcp.ts': 'code of the language',
  'src/cli/shell-scripts.ts': 'programs for shells',
  'src/course/designs.ts': 'code of the language',
  'src/cli/network-dump.ts': 'what `incept debug` prints, which golden files hold',
  'src/interop/keras/export-keras.ts': 'a program in Python',
  'src/interop/keras/own-layers.ts': 'a program in Python',
  'src/interop/pytorch/prelude.ts': 'a program in Python',
  'src/interop/caffe/export-caffe.ts': 'a program for Caffe',
  'src/interop/graph/mermaid.ts': 'a program for Mermaid',
  'src/interop/python-names.ts': 'names of Python',
  'src/interop/pytorch/training-script.ts': 'a program in Python',
  'src/interop/pytorch/export-pytorch.ts': 'a program in Python',
  'src/plan/print.ts': 'what `incept debug` prints, which golden files hold',
  'src/ide/keyword-examples.ts': 'code of the language',
  'src/protocol/messages.ts': 'why a message is ignored, for the log',
  'webview/graph/layout-client.ts': 'what is wrong with the worker, for the log',
  'webview/page.ts': 'a mistake of ours, for a stack trace',
  'webview/inspector/statement-editor.ts': 'why the bundle is not there, for the log',
  'src/runtime/wasm/node-thread-crew.ts': 'a program for a thread',
  'src/runtime/wasm/web-thread-crew.ts': 'a program for a thread',
  'src/server/node-parent.ts': 'a program for a thread',
};

const texts: Readonly<Record<string, readonly string[]>> = {
  'code of the language as an example': [
    'const value = ',
    'input name: 224x224x3',
    'network Name() { input image: 224x224x3 }',
    '  input image: 32x32x3',
  ],
  'classes of an element': [
    'muted offline',
    'muted path',
    'muted prediction',
    'muted mono',
    'result label',
    'section statement',
    'field answer',
    'label end',
    'area helper',
    'label direct',
    'label end dear',
    'bars thin',
    'box empty',
    'box group heat-{}{}{}',
    'picture flow',
    'picture pixels',
    'bar value',
    'bar weight{}',
    'picture stack',
    'plain sort',
  ],
};
const allowed = Object.values(texts).flat();

function isSentence({ text, callee }: StringLiteral): boolean {
  return sentence.test(text) && !allowed.includes(text) && !callees.some((rule) => rule.callee.test(callee));
}

const sources = ['src', 'webview', 'playground'].flatMap((folder) =>
  (readdirSync(join(repositoryRoot, folder), { recursive: true }) as string[])
    .map((path) => [folder, ...path.split(sep)].join('/'))
    .filter((path) => path.endsWith('.ts') && !path.startsWith('src/words/'))
    .map((path) => ({ path, literals: stringLiterals(readFileSync(join(repositoryRoot, path), 'utf8')) })),
);

describe('sentences', () => {
  it('stand in the tables of words and nowhere else', () => {
    const bare = sources
      .filter(({ path }) => !Object.hasOwn(files, path))
      .flatMap(({ path, literals }) =>
        literals.filter(isSentence).map(({ line, text }) => `${path}:${line}: ${text.slice(0, 80)}`),
      );
    assert.equal(bare.join('\n'), '');
  });

  it('have no exceptions that nothing needs', () => {
    const literals = sources.flatMap((source) => source.literals).filter(({ text }) => sentence.test(text));
    for (const { callee, reason } of callees)
      assert.ok(
        literals.some((one) => callee.test(one.callee)),
        reason,
      );
    for (const text of allowed)
      assert.ok(
        literals.some((one) => one.text === text),
        text,
      );
    for (const file of Object.keys(files)) {
      assert.ok(
        sources.some(({ path, literals: own }) => path === file && own.some(isSentence)),
        file,
      );
    }
  });

  it('are seen in every kind of literal', () => {
    const text = [
      "// a comment's apostrophe",
      'const a = "there is none"; /* "a b c" */ const b = x / 2 /* " */;',
      "const c = text.replace(/[\"'`]/g, '') + `of #{n > 1 ? `each of #{n}` : 'that one'} more`;",
      "invariant(ok, 'one of ours', `two of #{ours}`);",
      'if (ok) { say(f(1), { reason: "it is so" }); }',
    ]
      .join('\n')
      .replaceAll('#', '$');
    assert.deepEqual(
      stringLiterals(text).map(({ line, text: found, callee }) => [line, found, callee]),
      [
        [2, 'there is none', ''],
        [3, '', 'text.replace'],
        [3, 'each of {}', ''],
        [3, 'that one', ''],
        [3, 'of {} more', ''],
        [4, 'one of ours', 'invariant'],
        [4, 'two of {}', 'invariant'],
        [5, 'it is so', ''],
      ],
    );
    assert.deepEqual(stringLiterals(text).filter(isSentence).length, 4);
  });
});
