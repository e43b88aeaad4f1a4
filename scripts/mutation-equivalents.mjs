/**
 * Changes of `src` that nobody can see, so that no test can fail for them: the program is the same by another way, or
 * only the compiler wants the text. A row names its place by text, so that it holds while lines move, and the change is
 * asked about anew when the line is rewritten.
 */

import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from './setup.mjs';

/** The line without its indent, what of it was changed, and into what; and why. */
const equivalents = [
  ...compares('src/ops/pad.ts', 'size !== undefined && sides.some((side) => side !== undefined && side >= size);', [
    ['size !== undefined', 'true'],
    ['side !== undefined', 'true'],
  ]),
  ...compares(
    'src/ops/window.ts',
    'if (stride === undefined || input === undefined || output === undefined) return false;',
    [
      ['stride === undefined || input === undefined || output === undefined', 'false'],
      ['stride === undefined || input === undefined', 'false'],
      ['stride === undefined || input === undefined', 'stride === undefined && input === undefined'],
      ['stride === undefined', 'false'],
      ['input === undefined', 'false'],
      ['output === undefined', 'false'],
    ],
  ),
  ...[
    'const atLineEnd = this.index > 0 && (this.lineFirst || this.rawCodeAt(this.index) === TokenCode.end);',
    "if (this.index > 0 && this.lineFirst) return phrase('end-of-line');",
  ].flatMap((line) =>
    ['this.index >= 0', 'true'].map((to) => ({
      file: 'src/syntax/cursor.ts',
      line,
      from: 'this.index > 0',
      to,
      why: 'Nothing is missed before the first token, with which a declaration begins or which is wrong itself.',
    })),
  ),
  ...[
    ['this.usedKeywords.size > 0', 'true', 'this.usedKeywords.size > 0 &&'],
    ['isKeywordCode(this.code)', 'true', 'isKeywordCode(this.code) &&'],
    ['this.usedKeywords.size > 0 &&\n      isKeywordCode(this.code)', 'true', 'this.usedKeywords.size > 0 &&'],
  ].map(([from, to, line]) => ({
    file: 'src/syntax/cursor.ts',
    line,
    from,
    to,
    why: 'Only keywords are in that set: what is asked before spares the text of a token.',
  })),
  {
    file: 'src/syntax/lexer.ts',
    line: 'for (let i = start; i < position; i++) {',
    from: 'i < position',
    to: 'i <= position',
    why: 'What stands behind a line break begins its line, whatever comment is before that.',
  },
  {
    file: 'src/syntax/lexer.ts',
    line: 'position += (text.codePointAt(position) as number) > 0xffff ? 2 : 1;',
    from: '(text.codePointAt(position) as number) > 0xffff',
    to: 'text.codePointAt(position) as number >= 0xffff',
    why: 'The last code point of one unit is no letter.',
  },
  {
    file: 'src/syntax/lexer.ts',
    line: 'for (let at = from; at < text.length; at = endOfLine(text, at + 1)) {',
    from: 'at < text.length',
    to: 'at <= text.length',
    why: 'No line begins behind the end of the text.',
  },
  {
    file: 'src/syntax/lexical-diagnostics.ts',
    line: 'const spelled = suffix?.[2]',
    from: 'suffix?.[2]\n    ?.replace',
    to: 'suffix?.[2].replace',
    why: 'A number with a suffix has one.',
  },
  ...[
    'layer === undefined || cost === undefined || shape === undefined',
    'layer === undefined || cost === undefined',
    'layer === undefined',
    'cost === undefined',
    'shape === undefined',
  ].map((from) => ({
    file: 'src/cli/cost-document.ts',
    line: 'if (layer === undefined || cost === undefined || shape === undefined) return [];',
    from,
    to: 'false',
    why: 'Ids of rows are those of layers, which all have a cost and a shape, if unknown ones.',
  })),
  {
    file: 'src/cli/fail-on.ts',
    line: "if (total === undefined) return 'unknown';",
    from: 'total === undefined',
    to: 'false',
    why: 'A comparison has a total of every metric.',
  },
  ...['Failure', 'Inexpressible'].map((name) => ({
    file: name === 'Failure' ? 'src/cli/failure.ts' : 'src/interop/import/foreign-network.ts',
    line: `override readonly name = '${name}';`,
    from: `'${name}'`,
    to: '""',
    why: 'It is told by its sentence, and never by the name of its class.',
  })),
  {
    file: 'src/cli/run-cli.ts',
    line: 'return session?.exitCode ?? 0;',
    from: 'session?.exitCode',
    to: 'session.exitCode',
    why: 'There is a session for every command, and arguments without one end before.',
  },
  {
    file: 'src/interop/network-weights.ts',
    line: 'if (input === undefined) return [];',
    from: 'input === undefined',
    to: 'false',
    why: 'The one layer without an input is the input of the network, which has no weights.',
  },
  {
    file: 'src/interop/weight-map.ts',
    line: 'const channels = network.shapes[network.graph.layers[weight.layer]?.inputs[0] ?? -1]?.[2] ?? filters;',
    from: 'network.shapes[network.graph.layers[weight.layer]?.inputs[0] ?? -1]?.[2]',
    to: 'network.shapes[network.graph.layers[weight.layer]?.inputs[0] ?? -1][2]',
    why: 'A layer with weights has an input, which has a shape.',
  },
  ...[
    [
      'if (all.layers.some((other) => graph.layers[other]?.inputs.includes(id))) return false;',
      'graph.layers[other]?.inputs',
      'graph.layers[other].inputs',
    ],
    [
      "'layer' in child ? graph.layers[child.layer]?.path : graph.blocks[child.block]?.path,",
      'graph.blocks[child.block]?.path',
      'graph.blocks[child.block].path',
    ],
  ].map(([line, from, to]) => ({
    file: 'src/interop/pytorch/units.ts',
    line,
    from,
    to,
    why: 'Ids of layers and blocks are places in the lists of their graph.',
  })),
  {
    file: 'src/interop/pytorch/read-state.ts',
    line: 'const place = size.map(() => 0);',
    from: '() => 0',
    to: '() => undefined',
    why: 'What is not there yet is counted from 0.',
  },
  {
    file: 'src/interop/onnx/source-values.ts',
    line: 'if (node === undefined) return cell.source;',
    from: 'node === undefined',
    to: 'false',
    why: 'What no node has made is settled.',
  },
  {
    file: 'src/interop/onnx/scalar-functions.ts',
    line: 'if (n > 100) break;',
    from: 'n > 100',
    to: 'false',
    why: 'The terms are too small long before.',
  },
  {
    file: 'src/ops/window.ts',
    line: 'if (stride === undefined || rounding === undefined) return undefined;',
    from: 'rounding === undefined',
    to: 'false',
    why: 'Nobody asks for the smallest input where the size of the result is unknown, and so the rounding.',
  },
  {
    file: 'src/advice/rewrites.ts',
    line: ".filter((layers) => layers.some(({ id }) => parts[id] === 'main'))",
    from: "parts[id] === 'main'",
    to: 'true',
    why: 'A rewrite of what is in no total saves nothing, and is found out to later.',
  },
  ...['vertical === undefined || horizontal === undefined', 'vertical === undefined', 'horizontal === undefined'].map(
    (from) => ({
      file: 'src/advice/rewrites.ts',
      line: 'return vertical === undefined || horizontal === undefined ? undefined : ([vertical, horizontal] as const);',
      from,
      to: 'false',
      why: 'There is no advice for a network with an unknown kernel or stride in its total, which is unknown too.',
    }),
  ),
  {
    file: 'src/advice/rewrites.ts',
    line: 'if (half?.some((side) => !Number.isInteger(side))) return undefined;',
    from: 'half?.some((side) => !Number.isInteger(side))',
    to: 'false',
    why: 'Half a row of zeros is a mistake in the text of the rewrite, which is not given then.',
  },
  ...[
    ['<', '<='],
    ['>=', '>'],
  ].map(([from, to]) => ({
    file: 'src/analysis/promises.ts',
    line: `return Math.abs(value - expected) ${from} 1e-6;`,
    from: `Math.abs(value - expected) ${from} 1e-6`,
    to: `Math.abs(value - expected) ${to} 1e-6`,
    why: 'Counts are whole, and no binary fraction is a millionth beside one.',
  })),
  {
    file: 'src/analysis/liveness.ts',
    line: 'return id < this.base ? 0 : (this.births[id - this.base] as number);',
    from: 'id < this.base',
    to: 'id <= this.base',
    why: 'The first of the layers is computed at the first step.',
  },
  {
    file: 'src/analysis/receptive-fields.ts',
    line: 'const input = layer.inputs[0] ?? -1;',
    from: '-1',
    to: '+1',
    why: 'Every layer but a join has an input, and the input of the network is not asked about.',
  },
  {
    file: 'src/analysis/receptive-fields.ts',
    line: 'const size = shapes[layer.id]?.[axis];',
    from: 'shapes[layer.id]?.[axis]',
    to: 'shapes[layer.id][axis]',
    why: 'Every layer has a shape, if an unknown one.',
  },
  ...[
    [
      'src/syntax/brackets.ts',
      'return (match[opener] as number) >= 0;',
      '(match[opener] as number)',
      'match[opener] as number',
    ],
    ...['src/syntax/parser-braces.ts', 'src/syntax/parser-brackets.ts'].map((file) => [
      file,
      'if ((match[outer.open] as number) >= 0) {',
      '(match[outer.open] as number)',
      'match[outer.open] as number',
    ]),
    [
      'src/syntax/parser-statements.ts',
      'p.moveTo(close >= 0 ? Math.min(close + 1, p.limit) : Math.min(p.brackets.endOf.get(p.index) ?? p.limit, p.limit));',
      'close',
      'close',
    ],
  ].map(([file, line, from, to]) => ({
    file,
    line,
    from: `${from} >= 0`,
    to: `${to} > 0`,
    why: 'A closing bracket stands behind the one that it closes, so that none is the first token.',
  })),
  {
    file: 'src/syntax/parser-literals.ts',
    line: 'if (wrongEscape >= 0) {',
    from: 'wrongEscape >= 0',
    to: 'wrongEscape > 0',
    why: 'In front of an escape stands at least the quote.',
  },
  {
    file: 'src/syntax/literals.ts',
    line: "if (!written.includes('\\\\')) return { value: written, wrongEscape: -1, closed };",
    from: "!written.includes('\\\\')",
    to: 'false',
    why: 'What is read letter by letter comes to the same: it is spared.',
  },
  {
    file: 'src/syntax/same-program.ts',
    line: 'if (diagnostics.length === 0) return [];',
    from: 'diagnostics.length === 0',
    to: 'false',
    why: 'No mistakes have no lines: those of the text need not be found.',
  },
  {
    file: 'src/syntax/cursor.ts',
    line: 'this.code = this.limit === 0 ? TokenCode.end : (lexed.codes[0] as number);',
    from: 'this.limit === 0',
    to: 'false',
    why: 'Where the only token is the last one, its code is that of the end.',
  },
  {
    file: 'src/syntax/lexer.ts',
    line: 'else if (c > 127 && isForeignLetter(text, position))',
    from: 'c > 127',
    to: 'c >= 127',
    why: 'The control character 127 is no letter.',
  },
  {
    file: 'src/syntax/token-codes.ts',
    line: 'if (lengths === undefined || end - start > longestKeyword || (lengths & (1 << (end - start))) === 0)',
    from: 'lengths === undefined || end - start > longestKeyword || (lengths & (1 << (end - start))) === 0',
    to: '(lengths === undefined || end - start > longestKeyword) && (lengths & 1 << end - start) === 0',
    why: 'Words that are no keywords are not among them: it spares looking.',
  },
  ...compares(
    'src/view/elk-input.ts',
    'if (problem.edges[index]?.from !== entryIndex || start === undefined || second === undefined) return line;',
    [
      ['start === undefined', 'false'],
      ['second === undefined', 'false'],
    ],
  ),
  {
    file: 'src/view/fold.ts',
    line: 'const sideTarget = new Map(picture.lines.filter((line) => line.isSide).map((line) => [line.to, line.from]));',
    from: 'picture.lines.filter((line) => line.isSide)',
    to: 'picture.lines',
    why: 'It is asked about heads alone, to which only side lines lead.',
  },
  {
    file: 'src/view/branch-balance.ts',
    line: 'const count = Math.max(join.joinChannels.length, ...inside.map(({ branches }) => (branches[0]?.index ?? 0) + 1));',
    from: 'branches[0]?.index',
    to: 'branches[0].index',
    why: 'What is inside of a join stands in a branch of it.',
  },
];

/** Checks for the compiler: what is undefined is neither larger nor smaller than anything. */
function compares(file, line, changes) {
  return changes.map(([from, to]) => ({ file, line, from, to }));
}

/** @param {import('@stryker-mutator/api/core').MutantResult} mutant */
export function isEquivalent(mutant) {
  const file = relative(root, mutant.fileName).replaceAll('\\', '/');
  const line = linesOf(file)[mutant.location.start.line - 1]?.trim();
  return equivalents.some(
    (row) => row.file === file && row.line === line && row.to === mutant.replacement && row.from === originalOf(mutant),
  );
}

/**
 * The text that a mutant changes.
 *
 * @param {import('@stryker-mutator/api/core').MutantResult} mutant
 */
export function originalOf({ fileName, location: { start, end } }) {
  const lines = linesOf(relative(root, fileName)).slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.join('\n');
}

function linesOf(file) {
  return readFileSync(`${root}/${file}`, 'utf8').split('\n');
}
