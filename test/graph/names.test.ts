/**
 * What every name of a text stands for, and where that is declared. In the texts `name⟨kind 1⟩` is followed by its meaning;
 * those of one kind and number are one and the same, declared where the first stands or where `!` is; an argument means the
 * parameter of its number. What has no number belongs to the language, and `x` is another file's.
 */

import assert from 'node:assert/strict';
import { analyzeText, messagesOf } from '../support/analyze-text';

interface Marked {
  readonly text: string;
  /** By offset: kind, number and name. */
  readonly meanings: ReadonlyMap<number, readonly [kind: string, number: string | undefined, name: string]>;
}

function unmark(marked: string): Marked {
  const meanings = new Map<number, readonly [string, string | undefined, string]>();
  let text = '';
  let end = 0;
  for (const { 0: all, 1: name = '', 2: kind = '', 3: number, index } of marked.matchAll(
    /(\w+)⟨(\w+)(?: (\w+!?))?⟩/g,
  )) {
    text += marked.slice(end, index);
    meanings.set(text.length, [kind, number, name]);
    text += name;
    end = index + all.length;
  }
  return { text: text + marked.slice(end), meanings };
}

/** That the names of a text mean what is marked, and no others mean anything. */
function check(marked: string, others: Record<string, string> = {}): void {
  const { text, meanings } = unmark(marked);
  const analysis = analyzeText(text, {}, others);
  assert.deepEqual(messagesOf(analysis, 'error'), []);
  const declared = new Map<string, number>();
  for (const [offset, [kind, number]] of meanings) {
    const key = `${kind} ${number?.replace('!', '')}`;
    if (!declared.has(key) || number?.endsWith('!')) declared.set(key, offset);
  }
  const placeOf = (kind: string, number: string | undefined) => {
    if (number === undefined) return 'the language';
    if (number.startsWith('x')) return 'elsewhere';
    return declared.get(`${kind === 'argument' ? 'parameter' : kind} ${number.replace('!', '')}`);
  };
  const expected = [...meanings].map(
    ([offset, [kind, number, name]]) => `${offset} ${name}: ${kind} of ${placeOf(kind, number)}`,
  );
  const found = [...(analysis.names.get('/w/main.cnn') ?? [])].map(([offset, { name, kind, declaration }]) => {
    const isHere = declaration?.file === '/w/main.cnn';
    return `${offset} ${name}: ${kind} of ${isHere ? declaration.span.start : declaration ? 'elsewhere' : 'the language'}`;
  });
  assert.deepEqual(found, expected);
}

describe('names mean', () => {
  it('what a file declares and imports', () =>
    check(
      `import { shared⟨constant x1⟩, block⟨module x2⟩ as imported⟨module x2⟩ } from "./other.cnn"
const width⟨constant 1⟩ = shared⟨constant x1⟩
const [rows⟨constant 2⟩, columns⟨constant 3⟩] = [width⟨constant 1⟩, 3]
module used⟨module 1⟩(c⟨parameter 1⟩, layer⟨parameter 2⟩ = relu⟨word⟩) {
  conv⟨layer⟩(c⟨parameter 1⟩, 1x1, padding⟨argument⟩ = same⟨word⟩)
  layer⟨parameter 2⟩()
}
network N⟨network 1⟩(classes⟨parameter 3⟩ = 10) {
  input image⟨input 1⟩: 8x8x3
  used⟨module 1⟩(rows⟨constant 2⟩, layer⟨argument 2⟩ = tanh⟨word⟩)
  imported⟨module x2⟩(c⟨argument x3⟩ = columns⟨constant 3⟩)
  concat(image⟨input 1⟩, image⟨input 1⟩)
  dense⟨layer⟩(classes⟨parameter 3⟩)
}
`,
      {
        'other.cnn':
          'const shared = 5\nmodule block(c) { conv(c, 1x1) }\nnetwork O {\n  input x: 1x1x1\n  block(shared)\n}\n',
      },
    ));

  const bodies: Readonly<Record<string, string>> = {
    'results, branches and outputs': `
  a⟨result 1⟩ = conv⟨layer⟩(4, 1x1)
  x⟨result 2⟩ = concat {
    branch left⟨branch 1⟩ { relu⟨layer⟩() }
    branch from a⟨result 1⟩ { tanh⟨layer⟩() }
  }
  y⟨result 3⟩ = add(x⟨result 2⟩, x⟨result 2⟩)
  b⟨result 4⟩ = if true { relu⟨layer⟩() } else { tanh⟨layer⟩() }
  head side⟨output 1⟩ from y⟨result 3⟩ { globalavgpool⟨layer⟩() }
  output early⟨output 2⟩ from b⟨result 4⟩
  from x⟨result 2⟩
  relu⟨layer⟩()
  output end⟨output 3⟩`,
    'values and the words of the language': `
  const n⟨constant 1⟩ = 2
  repeat i⟨variable 1⟩ in 1..n⟨constant 1⟩ { conv⟨layer⟩(max⟨function⟩(i⟨variable 1⟩, channels⟨function⟩), 1x1) }
  repeat [k⟨variable 2⟩, m⟨variable 3⟩] in [[1, 2]] { conv⟨layer⟩(k⟨variable 2⟩ + m⟨variable 3⟩, 1x1, bias⟨argument⟩ = false) }
  repeat n⟨constant 1⟩ { conv⟨layer⟩(n⟨constant 1⟩, 1x1) }
  defaults { conv⟨layer⟩(padding⟨argument⟩ = valid⟨word⟩) }
  expect multiplies⟨metric⟩ > n⟨constant 1⟩, [8, 8, n⟨constant 1⟩]
  budget params⟨metric⟩ <= n⟨constant 1⟩ * 1M`,
  };
  for (const [name, body] of Object.entries(bodies)) {
    it(`${name}, in a network`, () => check(`network N⟨network 1⟩ {\n  input image⟨input 1⟩: 8x8x3${body}\n}\n`));
  }

  // What depends on a parameter of a module that nobody calls is not followed, and its names are read all the same.
  it('the same in a body that is not followed', () =>
    check(`module never⟨module 1⟩(r⟨parameter 1⟩) {
  a⟨result 1⟩ = conv⟨layer⟩(4, 1x1)
  repeat r⟨parameter 1⟩ {
    const n⟨constant 1⟩ = 2 * r⟨parameter 1⟩
    b⟨result 2⟩ = conv⟨layer⟩(n⟨constant 1⟩, 1x1, padding⟨argument⟩ = same⟨word⟩)
    x⟨result 3⟩ = concat {
      branch left⟨branch 1⟩ { relu⟨layer⟩() }
      branch from b⟨result 2⟩ { tanh⟨layer⟩() }
    }
    y⟨result 4⟩ = add(x⟨result 3⟩, x⟨result 3⟩)
    repeat i⟨variable 1⟩ in 1..n⟨constant 1⟩ { conv⟨layer⟩(i⟨variable 1⟩, 1x1) }
    repeat [k⟨variable 2⟩, m⟨variable 3⟩] in [[1, 2]] { conv⟨layer⟩(k⟨variable 2⟩ + m⟨variable 3⟩, 1x1) }
    if r⟨parameter 1⟩ > 2 { c⟨result 5⟩ = relu⟨layer⟩() } else { tanh⟨layer⟩() }
    defaults { conv⟨layer⟩(bias⟨argument⟩ = false) }
    expect [8, 8, r⟨parameter 1⟩]
    from y⟨result 4⟩
    concat(a⟨result 1⟩, input⟨input⟩)
  }
  used⟨module 2⟩(c⟨argument 2⟩ = 1)
}
module used⟨module 2!⟩(c⟨parameter 2!⟩, layer⟨parameter 3⟩ = relu⟨word⟩) { conv⟨layer⟩(c⟨parameter 2⟩, 1x1) }
network N⟨network 1⟩ {
  input image⟨input 1⟩: 8x8x3
  relu⟨layer⟩()
}
`));

  it('the same in the sides of a condition, whether it holds, does not or is unknown', () => {
    for (const condition of ['true', 'false', 'r⟨parameter 1⟩ > 2']) {
      const side = `
    a⟨result 10⟩ = conv⟨layer⟩(max⟨function⟩(n⟨constant 1⟩, 2), 1x1, padding⟨argument⟩ = same⟨word⟩)
    used⟨module 2⟩(c⟨argument 2⟩ = n⟨constant 1⟩, layer⟨argument 3⟩ = tanh⟨word⟩)
    repeat i⟨variable 11⟩ in 1..n⟨constant 1⟩ { conv⟨layer⟩(i⟨variable 11⟩, 1x1) }
    x⟨result 12⟩ = concat {
      branch left⟨branch 13⟩ { relu⟨layer⟩() }
      branch from a⟨result 10⟩ { tanh⟨layer⟩() }
    }
    expect params⟨metric⟩ > 1, multiplies⟨metric⟩ > 1
    budget params⟨metric⟩ <= 1G`;
      check(`module m⟨module 1⟩(r⟨parameter 1⟩) {
  const n⟨constant 1⟩ = 2
  if ${condition} {${side}
  } else { relu⟨layer⟩() }
  tanh⟨layer⟩()
}
module used⟨module 2!⟩(c⟨parameter 2!⟩, layer⟨parameter 3!⟩ = relu⟨word⟩) { conv⟨layer⟩(c⟨parameter 2⟩, 1x1) -> layer⟨parameter 3⟩() }
`);
    }
  });

  it('heads and outputs, and results that are outputs, in a side that is not taken', () => {
    for (const condition of ['true', 'false'])
      check(`network N⟨network 1⟩ {
  input image⟨input 1⟩: 8x8x3
  x⟨result 1⟩ = relu⟨layer⟩()
  if ${condition} {
    output x⟨result 1⟩
    head aux⟨output 1⟩ from x⟨result 1⟩ { globalavgpool⟨layer⟩() }
    concat {
      branch left⟨branch 1⟩ { relu⟨layer⟩() }
      branch right⟨branch 2⟩ { tanh⟨layer⟩() }
    }
    add(left⟨branch 1⟩, right⟨branch 2⟩)
    output end⟨output 2⟩
  }
  tanh⟨layer⟩()
}
`);
  });
});
