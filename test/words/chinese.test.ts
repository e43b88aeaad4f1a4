/**
 * The two languages say the same: each text has its Chinese, with the same places, in the field's terms and with the signs
 * of Chinese; and each text is said somewhere. That no key is missing is for the compiler.
 */

import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chineseDiagnostics } from '../../src/words/chinese/diagnostics';
import { presetSentences } from '../../src/words/chinese/preset-sentences';
import { diagnosticTables } from '../../src/words/english/diagnostics';
import type { Text } from '../../src/words/text';
import { repositoryRoot } from '../support/disk-files';

interface Pair {
  readonly table: string;
  readonly key: string;
  readonly english: Text;
  readonly chinese: Text;
}

const words = join(repositoryRoot, 'src/words');

/** What both folders have under the same name, and the tables of diagnostics, which stand together. */
async function pairs(): Promise<readonly Pair[]> {
  const found: Pair[] = [];
  collect('diagnostics', '', diagnosticTables, chineseDiagnostics, found);
  const apart = ['diagnostics.ts', 'import-phrases.ts', 'refusals.ts', 'language.ts'];
  for (const file of readdirSync(join(words, 'english')).filter(
    (name) => !apart.includes(name) && !name.startsWith('for-'),
  )) {
    const [here, there] = await Promise.all(
      ['english', 'chinese'].map((language) => import(join(words, language, file)) as Promise<Record<string, unknown>>),
    );
    collect(file.replace(/\.ts$/, ''), '', here, there, found);
  }
  const [here, there] = ['package.nls.json', 'package.nls.zh-cn.json'].map((name) =>
    JSON.parse(readFileSync(join(repositoryRoot, name), 'utf8')),
  );
  for (const [key, english] of Object.entries<string>(here)) {
    found.push({ table: 'package.nls', key, english, chinese: there[key] ?? '' });
  }
  for (const name of examples) {
    const [, sentence = ''] = /^\/\/ [^:\n]+: +(.*)$/m.exec(example(name)) ?? [];
    found.push({ table: 'preset-sentences', key: name, english: sentence, chinese: presetSentences[name] ?? '' });
  }
  return found;
}

const examples = readdirSync(join(repositoryRoot, 'examples')).map((file) => file.replace(/\.cnn$/, ''));

const example = (name: string): string => readFileSync(join(repositoryRoot, `examples/${name}.cnn`), 'utf8');

function collect(table: string, key: string, here: unknown, there: unknown, found: Pair[]): void {
  if (isText(here)) {
    found.push({ table, key, english: here, chinese: isText(there) ? there : '' });
    return;
  }
  for (const [name, inside] of Object.entries(here as object)) {
    collect(table, key === '' ? name : `${key} ${name}`, inside, (there as Record<string, unknown>)?.[name], found);
  }
}

const isText = (value: unknown): value is Text =>
  typeof value === 'string' || (typeof value === 'object' && value !== null && 'by' in value && 'other' in value);

const formsOf = (text: Text): readonly string[] =>
  typeof text === 'string' ? [text] : [text.other, ...(text.one === undefined ? [] : [text.one])];

const placesOf = (text: string): string => [...new Set(text.match(/\{\w+\}/g))].sort().join(' ');

const lettersOf = (text: string): string => text.replace(/\{\w+\}/g, ' ');

const han = /\p{Script=Han}/u;

/** Chinese and English alike: names, formats, units, signs, code, and the sources of advice but for their sections. */
const alike = new Set([
  'advice-report adviceReport text-of',
  'diff-report diffReport title',
  'diff-report diffReport markdown.title',
  'diff-report diffReport from',
  'extension extension tool.server',
  // For a language model, not for a person.
  'extension extension chat.instructions',
  'explain-tab explainTab text.apply.keys',
  'run-report runReport ms',
  'run-report runReport nan',
  'run-report runReport gflops',
  'run-tab runTab nan',
  'sweep-report sweepReport verdict',
  'sweep-report sweepReport plot.value',
  'tools tools title',
  'what-if whatIf where.example',
  'package.nls displayName',
  ...['pytorch', 'keras', 'caffe', 'onnx', 'tfjs'].map((name) => `package.nls setting.lint.target.${name}`),
]);

/** Written in Latin letters in Chinese too. */
const names =
  /^(?:FLOPs?|MACs?|ReLU|SiLU|softmax|SGD|Adam|px|GFLOP|s|Incept|ID|keras|caffe|unit|Inception|GoogLeNet|max|r|k|Cin|Cout)$/;

/** The word that we write for each of those that a reader may know instead. */
const otherTerms: readonly (readonly [term: RegExp, ours: string])[] = [
  [/信道/, '通道'],
  [/滤波器|过滤器(?! \{filter\})/, '卷积核'],
  [/卷积步长|步长为(?! 1)/, '步幅'],
  [/汇聚|下采样层/, '池化'],
  [/批规范化|批量归一化|规范化/, '归一化'],
  [/全链接|稠密层|密集层/, '全连接层'],
  [/连结|串联|级联/, '拼接'],
  [/感知域|接受域/, '感受野'],
  [/膨胀率|扩张率/, '空洞率'],
  [/激活数|激活量/, '激活值'],
  [/残差连接|捷径/, '跳跃连接'],
  [/辅助头|侧头/, '辅助分类器'],
  [/撤销/, '撤消'],
  [/缺省/, '默认'],
  [/您/, '(nobody is addressed)'],
  [/！/, '(no exclamation marks)'],
];

/** Looked up by what something is: `a-${kind}`, `no-${reason}`, a word of the language, a lesson, or a name in another file. */
const byName = /^(?:lessons|preset-sentences|package\.nls) |^diagnostics phrases a-| rule\.budget\.met$/;

describe('the words of both languages', () => {
  let all: readonly Pair[];

  before(async () => {
    all = await pairs();
    assert.ok(all.length > 1400, `only ${all.length} texts`);
  });

  const none = (found: readonly string[]) => assert.deepEqual(found, []);

  it('have Chinese for every text but names, units and code', () => {
    none(
      all
        .filter(({ table, key, chinese, english }) => {
          if (alike.has(`${table} ${key}`) || !formsOf(english).some((text) => /[A-Za-z]/.test(lettersOf(text))))
            return false;
          const latin = lettersOf(formsOf(chinese).join(' ')).match(/[A-Za-z]+/g) ?? [];
          return !formsOf(chinese).every((text) => han.test(text)) && !latin.every((word) => names.test(word));
        })
        .map(({ table, key, chinese }) => `${table} ${key}: ${formsOf(chinese).join(' | ')}`),
    );
  });

  it('have no English sentence in them, nor a part of one', () => {
    const english =
      /\b(?:the|of|is|are|was|has|have|with|not|to|that|this|for|it|its|from|which|be|by|on|when|where|than)\b/;
    none(
      all
        // Papers and their authors; a line of the language in a text for language models.
        .filter(
          ({ table, key }) =>
            !alike.has(`${table} ${key}`) &&
            !/^advice advice source\.|^tools tools instructions$/.test(`${table} ${key}`),
        )
        .flatMap(({ table, key, chinese }) => formsOf(chinese).map((text) => ({ where: `${table} ${key}`, text })))
        .filter(({ text }) => english.test(lettersBeside(text)))
        .map(({ where, text }) => `${where}: ${text}`),
    );
  });

  it('are listed as alike only where they are', () => {
    none([...alike].filter((name) => !all.some((pair) => `${pair.table} ${pair.key}` === name && same(pair))));
  });

  it('have the same places', () => {
    none(
      all
        .filter(({ english, chinese }) => {
          const wanted = new Set(formsOf(english).map(placesOf));
          return !formsOf(chinese).every((text) => wanted.has(placesOf(text)));
        })
        .map(({ table, key, chinese }) => `${table} ${key}: ${formsOf(chinese).join(' | ')}`),
    );
    none(
      all
        .filter(
          ({ english, chinese }) =>
            typeof chinese !== 'string' && (typeof english === 'string' || english.by !== chinese.by),
        )
        .map(({ table, key }) => `${table} ${key}`),
    );
  });

  it('are in the terms of the glossary', () => {
    none(
      all.flatMap(({ table, key, chinese }) =>
        formsOf(chinese).flatMap((text) =>
          otherTerms.filter(([term]) => term.test(text)).map(([, ours]) => `${table} ${key}: ${text} (${ours})`),
        ),
      ),
    );
  });

  it('end as each other, with the stop of the language', () => {
    none(
      all
        .filter(({ key }) => !/ brief\.| chat\.instructions$/.test(key))
        .filter(({ english, chinese }) => ends(english, /(?<!\.\.)[.:?]$/) !== ends(chinese, /[。：？]$/))
        .map(({ table, key, chinese }) => `${table} ${key}: ${formsOf(chinese).join(' | ')}`),
    );
  });

  it('have the signs of Chinese and a space before and behind Latin letters and figures', () => {
    const wrong =
      /\p{Script=Han} ?[,;:!?.](?![\w.\d])|[,;!?] ?\p{Script=Han}|\p{Script=Han} \p{Script=Han}|\p{Script=Han}[A-Za-z0-9`]|[A-Za-z0-9`]\p{Script=Han}|[，。；：、（）“”] | [，。；：、）”]/u;
    none(
      all.flatMap(({ table, key, chinese }) =>
        formsOf(chinese)
          .filter((text) => wrong.test(lettersBeside(text)))
          .map((text) => `${table} ${key}: ${text}`),
      ),
    );
  });

  it('say of each example what it is, and of nothing else', () => {
    assert.deepEqual(Object.keys(presetSentences).sort(), [...examples].sort());
  });

  it('are all said somewhere', () => {
    const literals = new Set<string>();
    const templates: RegExp[] = [];
    for (const folder of ['src', 'webview', 'playground', 'scripts', 'test/docs', 'test/extension']) {
      for (const path of readdirSync(join(repositoryRoot, folder), { recursive: true }) as string[]) {
        if (!path.endsWith('.ts') || `${folder}/${path}`.startsWith('src/words/')) continue;
        const text = readFileSync(join(repositoryRoot, folder, path), 'utf8');
        for (const [, literal = ''] of text.matchAll(/['"]([\w./-]+)['"]/g)) literals.add(literal);
        for (const [, name = ''] of text.matchAll(/\b(\w+)\??:/g)) literals.add(name);
        for (const [, template = ''] of text.matchAll(/`((?:[\w./-]|\$\{[^}`]*\})+)`/g)) {
          const pieces = template.split(/\$\{[^}]*\}/);
          if (pieces.length > 1 && pieces.some((piece) => /\w{3}/.test(piece))) templates.push(keysLike(pieces));
        }
      }
    }
    none(
      all
        .filter(({ table, key }) => !byName.test(`${table} ${key}`))
        .map(({ table, key }) => ({ table, key: key.split(' ').at(-1) ?? key }))
        .filter(({ key }) => !literals.has(key) && !templates.some((template) => isMade(key, template, literals)))
        .map(({ table, key }) => `${table} ${key}`),
    );
  });
});

const same = ({ english, chinese }: Pair): boolean => formsOf(english).join() === formsOf(chinese).join();

const ends = (text: Text, stop: RegExp): boolean => formsOf(text).every((form) => stop.test(form));

/** A place stands for nothing: what is beside it is the language's to part. Code and quoted arguments are left out. */
const lettersBeside = (text: string): string => text.replace(/\{\w+\}/g, '\u0001').replace(/`[^`]*`/g, '`');

/** What stands in a template around its values, as the keys that it can make. */
const keysLike = (pieces: readonly string[]): RegExp =>
  new RegExp(`^${pieces.map((piece) => piece.replaceAll('.', '\\.')).join('([\\w./-]+)')}$`);

/** What a template's values would have to be for a key are words that the sources have, by themselves or as names of members. */
const isMade = (key: string, template: RegExp, literals: ReadonlySet<string>): boolean =>
  template
    .exec(key)
    ?.slice(1)
    .every((value) => literals.has(value)) ?? false;
