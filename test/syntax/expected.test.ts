/** What the parser says it expected, in words, for everything that can be missing, and what it says it found. */

import assert from 'node:assert/strict';
import { messageOf } from '../../src/base/message-text';
import { parse } from '../../src/syntax/parser';
import { englishDiagnostics } from '../../src/words/english/diagnostics';

/** The only message of a text. */
function messageAbout(text: string): string {
  const { diagnostics } = parse('a.cnn', text);
  const [message, ...others] = diagnostics.map((found) => messageOf(found, englishDiagnostics));
  assert.deepEqual(others, [], text);
  return message ?? 'none';
}

const inModule = (statement: string): string => `module m() {\n  ${statement}\n}\n`;

const place = (found: string) => (expected: string) => `expected ${expected}, found ${found}`;
const atLineEnd = place('the end of the line');

/** What is said of a statement in a body. */
const statements: Readonly<Record<string, string>> = {
  'x =': atLineEnd('a layer, module, concat, add, multiply, repeat or if'),
  3: place('`3`')('a layer or a statement'),
  'relu() -> 3': place('`3`')('a layer or a statement'),
  'conv 3': place('`3`')('`(` after conv'),
  'conv(1 +)': place('`)`')('a value'),
  'conv([1,,2])': place('`,`')('a value'),
  'conv(a = )': place('`)`')('a value for a'),
  'conv(not)': place('`)`')('a value after not'),
  'conv(not not)': place('`)`')('a value after not'),
  'conv(a and)': place('`)`')('a value'),
  'conv(a or)': place('`)`')('a value'),
  'conv(,)': place('`,`')('an argument'),
  'conv(1 if a)': place('`)`')('`else` and the value where the condition is false'),
  'conv(1 if a else)': place('`)`')('a value'),
  'if { }': place('`{`')('a condition'),
  'x = relu() if': atLineEnd('a condition'),
  'if a { } else relu()': place('`relu`')('`{`'),
  'const 3 = 4': place('`3`')('the name of the constant'),
  const: atLineEnd('the name of the constant'),
  'const a =': atLineEnd('a value'),
  'const a = b[]': place('`]`')('the place of an item, from 0'),
  'const [a, 3] = b': place('`3`')('a name for an item of the list'),
  'repeat { }': place('`{`')('the number of turns, a range (repeat i in 1..4) or a list (repeat row in rows)'),
  'repeat i in { }': place('`{`')('the first value, as in 1..4'),
  'repeat i in 1.. { }': place('`{`')('the last value, as in 1..4'),
  'repeat i in 1..< { }': place('`{`')('the last value, as in 1..4'),
  'repeat i in 1 { }': place('`{`')('`..` and the last value, as in 1..4'),
  'repeat in 1..3 { }': place('`in`')('the name of the loop variable'),
  'repeat i 1..3 { }': place('`1`')('`in`'),
  'repeat 2': atLineEnd('`{`'),
  concat: atLineEnd('`{`'),
  'concat relu()': place('`relu`')('`{`'),
  'concat(1 + 2)': place('`1 + 2`')('the name of a result'),
  'concat(, a)': place('`,`')('the name of a result'),
  'concat { brnch { } }': `${place('`brnch`')('a branch')}, did you mean branch?`,
  'concat { branch from { } }': place('`{`')('the name of a result'),
  from: atLineEnd('the name of a result'),
  'head from a { }': place('`from`')('the name of the head'),
  'head a from { }': place('`{`')('the name of a result'),
  output: atLineEnd('the name of the output'),
  input: atLineEnd('`:`'),
  'input x:': atLineEnd('a shape: height x width x channels'),
  expect: atLineEnd('a shape or a comparison'),
  'expect params': atLineEnd('a comparison such as `==`'),
  'expect params 3': place('`3`')('a comparison such as `==`'),
  budget: atLineEnd('the name of a metric, such as multiplies or params'),
  'budget params 3': place('`3`')('`<=`'),
  'budget params <=': atLineEnd('a limit'),
  defaults: atLineEnd('`{`'),
  'defaults { 3 }': place('`3`')('a layer with named arguments'),
  'defaults { conv }': place('`}`')('`(`'),
  'defaults {\n    conv\n    relu()\n  }': atLineEnd('`(`'),
  precision: atLineEnd('float32, float16, bfloat16, int8 or int4'),
  'precision weights =': atLineEnd('float32, float16, bfloat16, int8 or int4'),
};

/** And of a whole file. */
const files: Readonly<Record<string, string>> = {
  module: place('the end of the file')('the name of the module'),
  'module { }': place('`{`')('the name of the module'),
  'module\nconst a = 3': atLineEnd('the name of the module'),
  'network { }': place('`{`')('the name of the network'),
  'network\nmodule m() { }': atLineEnd('the name of the network'),
  'module m(3) { }': place('`3`')('the name of a parameter'),
  'module m(c = ) { }': place('`)`')('a default for c'),
  'import "./a.cnn"': place('"./a.cnn"')('`{` and the names to import'),
  'import { a, 3 } from "./a.cnn"': place('`3`')('a name to import'),
  'import { a as } from "./a.cnn"': place('`}`')('a name after as'),
  'import { a }': place('the end of the file')('`from` and the path of a file'),
  'import { a } from': place('the end of the file')('the path of a file, as in "./blocks.cnn"'),
};

describe('what was expected', () => {
  for (const [statement, message] of Object.entries(statements)) {
    it(`in \`${statement}\``, () => assert.equal(messageAbout(inModule(statement)), message));
  }
  for (const [text, message] of Object.entries(files)) {
    it(`in the file \`${text}\``, () => assert.equal(messageAbout(text), message));
  }
});

describe('what was found', () => {
  it('is shown up to 40 characters, and its beginning where it is longer', () => {
    const name = (length: number): string => 'x'.repeat(length);
    const afterComma = place(`\`${name(37)}...\``)('`,` or `)`');
    assert.equal(messageAbout(inModule(`conv(1, 2 ${name(40)})`)), afterComma.replace('...', name(3)));
    assert.equal(messageAbout(inModule(`conv(1, 2 ${name(41)})`)), afterComma);
    const operand = place(`\`1 + ${name(33)}...\``)('the name of a result');
    assert.equal(messageAbout(inModule(`concat(1 + ${name(36)})`)), operand.replace('...', name(3)));
    assert.equal(messageAbout(inModule(`concat(1 + ${name(37)})`)), operand);
  });
});
