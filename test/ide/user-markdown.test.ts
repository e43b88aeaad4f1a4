/** Documentation comments in hovers, as a Markdown parser reads them: text stays text, and no link leads to a command. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { codeBlock, escapeMarkdown, inlineCode, markdownTable, paragraphs } from '../../src/ide/markdown';
import { userMarkdown } from '../../src/ide/user-markdown';

/** More is let through than an editor lets, so that nothing is left to it. */
const parser = new MarkdownIt({ html: true, linkify: false, breaks: false });
parser.validateLink = () => true;

/** Everything in it that could do or load something. */
function dangers(markdown: string): string[] {
  const found: string[] = [];
  const visit = (tokens: ReturnType<typeof parser.parse>): void => {
    for (const token of tokens) {
      if (token.type === 'link_open' && !/^https?:\/\//.test(String(token.attrGet('href')))) found.push(token.type);
      if (token.type === 'image' || token.type.startsWith('html')) found.push(token.type);
      if (token.children !== null) visit(token.children);
    }
  };
  visit(parser.parse(markdown, {}));
  return found;
}

const command = 'command:incept.explain?%5B%5D';

const attacks = [
  `[x][a\\\\]\n\n[a\\\\]: ${command}`,
  `[x][a\\]\n\n[a\\]: ${command}`,
  `[x](${command})`,
  `[x] (${command})`,
  `[x](<${command}>)`,
  `[x](\n${command})`,
  `[x]( c&#111;mmand:incept.explain )`,
  `![x](${command})`,
  `![x](https://example.org/a.png)`,
  `!\\[x](${command})`,
  `[![x](https://e.org/a)](${command})`,
  `<${command}>`,
  `<a href="${command}">x</a>`,
  `&lt;a href="${command}"&gt;`,
  `[x]: ${command}\n[x]`,
  `> [x]: ${command}\n\n[x]`,
  `- [x]: ${command}\n\n[x]`,
  `[x\n]: ${command}\n\n[x ]`,
  `a | b\n--|--\n\`x | [x](${command})\``,
  `a \\| b\n---\n\`[x](${command}) | b\``,
  `\`\`\`\n\`\`\`\n[x](${command})\n\`\`\`\`\n`,
  `- \`\`\`\n[x](${command})\n`,
  `~~~ \`\n[x](${command})\n~~~`,
  `\\\`[x](${command})\``,
  `\`\\\`[x](${command})\``,
  `\`\`a\`[x](${command})\`b\`\``,
  `    \`\n[x](${command})\n\``,
  `[a](https://e.org/)[b](${command})`,
  `[a](https://e.org/\\)[b](${command})`,
  `[a [b](${command})](https://e.org)`,
];

describe('the Markdown of a documentation comment', () => {
  for (const attack of attacks) {
    it(`does nothing: ${JSON.stringify(attack)}`, () => {
      assert.deepEqual(dangers(paragraphs('before', userMarkdown(attack), 'after')), []);
    });
  }

  it('does nothing, whatever it is put together from', () => {
    const pieces = [
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '!',
      '`',
      '```',
      '``',
      '~~~',
      '\\',
      '|',
      '-',
      '---',
      '--|--',
      ':',
      '\n',
    ];
    const more = [
      '\n\n',
      '    ',
      '\t',
      '- ',
      '> ',
      '1. ',
      '# ',
      'a',
      ' ',
      '&lt;',
      '&#99;',
      '"',
      '=',
      '*',
      '_',
      '\u0000',
    ];
    const words = [command, `](${command})`, '[x]', '[x]: ', 'https://e.org', `[x](${command})`, '[x](https://e.org)'];
    const text = fc.array(fc.constantFrom(...pieces, ...more, ...words), { maxLength: 25 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, (documentation) => {
        const markdown = paragraphs('**title**', userMarkdown(documentation), '- rest');
        assert.deepEqual(dangers(markdown), [], markdown);
        assert.deepEqual(dangers(escapeMarkdown(documentation)), []);
        assert.deepEqual(dangers(codeBlock(documentation)), []);
        assert.deepEqual(
          dangers(markdownTable(['a', 'b'], [[inlineCode(documentation), escapeMarkdown(documentation)]])),
          [],
        );
      }),
      { seed: 8, numRuns: 3000 },
    );
  });

  const html = (documentation: string): string => parser.render(userMarkdown(documentation)).trim();

  it('shows code and signs as they are written', () => {
    assert.equal(html('`r < 16` and r < 16 & 3 > 2'), '<p><code>r &lt; 16</code> and r &lt; 16 &amp; 3 &gt; 2</p>');
    assert.equal(
      html('```cnn\nif (a < b) `c`\n```'),
      '<pre><code class="language-cnn">if (a &lt; b) `c`\n</code></pre>',
    );
    assert.equal(html('&lt; \\* a[0] ~'), '<p>&amp;lt; * a[0] ~</p>');
    assert.equal(html('a\n---'), '<p>a\n---</p>');
  });

  it('keeps emphasis, headings, lists and links to web pages', () => {
    assert.equal(html('# A\n\n*b* **c**'), '<h1>A</h1>\n<p><em>b</em> <strong>c</strong></p>');
    assert.equal(html('- a\n- b'), '<ul>\n<li>a</li>\n<li>b</li>\n</ul>');
    assert.equal(html('[paper](https://arxiv.org/a?b=1)'), '<p><a href="https://arxiv.org/a?b=1">paper</a></p>');
  });

  it('keeps pipes of code inside of a cell', () => {
    assert.match(
      parser.render(markdownTable(['a', 'b'], [[inlineCode('x|y'), 'z']])),
      /<code>x\|y<\/code>[\s\S]*<td[^>]*>z/,
    );
  });
});
