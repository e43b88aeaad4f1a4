/** The tables of the language's own words: a text for each word, and none left over. Layers are in test/ops. */

import assert from 'node:assert/strict';
import { metricNames } from '../../src/base/metrics';
import { keywords } from '../../src/syntax/tree';
import { functionNames } from '../../src/syntax/words';
import { editorWords } from '../../src/words/editor';
import { editorTables } from '../../src/words/english/for-editor';

describe('tables of words', () => {
  it('have a label and a meaning for each metric', () => {
    const named = metricNames.flatMap((name) => [name, `${name}.documentation`]);
    assert.deepEqual(Object.keys(editorTables.metrics).sort(), named.sort());
  });

  it('have a text for each keyword and function', () => {
    assert.deepEqual(Object.keys(editorTables.keywords).sort(), [...keywords].sort());
    assert.deepEqual(Object.keys(editorTables.functions).sort(), [...functionNames].sort());
  });

  it('are English for an editor in a language that there is not', () => {
    assert.equal(editorWords('xx').metrics('params'), 'Parameters');
    assert.equal(editorWords('').metrics('params'), 'Parameters');
  });

  it('are Simplified Chinese where that is read, and English for who reads the other script', () => {
    const chinese = ['zh-cn', 'zh-CN', 'zh', 'zh-Hans', 'zh-SG'].map((locale) => editorWords(locale).metrics('params'));
    assert.deepEqual(new Set(chinese), new Set(['参数量']));
    const english = ['zh-tw', 'zh-HK', 'zh-Hant-TW', 'zh-MO'].map((locale) => editorWords(locale).metrics('params'));
    assert.deepEqual(new Set(english), new Set(['Parameters']));
  });
});
