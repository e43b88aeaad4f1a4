/**
 * What becomes of a network in which one word or sign of a line is missing, doubled, replaced or the last one: what is said
 * besides what the parser says, and what is known of its output. The golden file is read before it is committed.
 */

import { analyze } from '../../src/analysis/analyze';
import { messageOf } from '../../src/base/message-text';
import { formatShape } from '../../src/base/number-format';
import { parse } from '../../src/syntax/parser';
import { englishDiagnostics } from '../../src/words/english/diagnostics';
import { damagesTo, statements } from '../support/damaged-lines';
import { goldenParts } from '../support/golden';

const before = `network A(width = 1, a = true, b = [1, 2], c = false, n = 3) {
  input image: 8x8x4
  x = relu()
  y = tanh()
  `;
const after = `
  last = conv(3, 1x1)
  output end
}
`;

/** Its outputs, their shapes and the multiplies that they take; and messages. */
function knownOf(line: string): readonly [figures: string, messages: string] {
  const text = before + line + after;
  const source = parse('a.cnn', text);
  const { diagnostics, networks } = analyze({ file: () => source, resolve: () => 'outside' }, 'a.cnn');
  const figures = networks.flatMap(({ outputs }) =>
    outputs.map(({ output, shape, needs }) => {
      const { value, isPartial } = needs.sums.multiplies;
      return `${output.name} ${formatShape(shape)} ${isPartial ? '>= ' : ''}${value}`;
    }),
  );
  const messages = diagnostics.flatMap((diagnostic) => {
    const { code, span, severity } = diagnostic;
    if (code.startsWith('syntax.')) return [];
    const place = text.slice(span.start, span.end).replaceAll('\n', '⏎');
    return `    ${severity} ${span.start - before.length} \`${place}\` ${messageOf(diagnostic, englishDiagnostics)}\n`;
  });
  return [figures.join(', ') || 'no output', messages.join('')];
}

function damagesOf(line: string): string {
  const [whole, messages] = knownOf(line);
  const damaged = damagesTo(line).flatMap(([name, text]) => {
    const [figures, told] = knownOf(text);
    return figures === whole && told === '' ? [] : [`  ${text.trimEnd()}  (${name}): ${figures}\n${told}`];
  });
  return `${line}: ${whole}\n${messages}${damaged.join('')}`;
}

describe('a network is known as far as it can be with a damaged', () => {
  const assertPart = goldenParts('graph/damaged.txt', statements.length);
  for (const [place, line] of statements.entries()) it(line, () => assertPart(place, damagesOf(line)));
});
