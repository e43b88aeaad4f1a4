/**
 * A second language is a second table: in one whose every piece of text is marked, all that is told of every fixture is
 * marked, but for what the user or the language itself has written.
 */

import * as assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Analysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import type { Diagnostic } from '../../src/base/diagnostic';
import { messageOf, noteOf, titleOf } from '../../src/base/message-text';
import { type DiagnosticWords, diagnosticTables, englishDiagnostics } from '../../src/words/english/diagnostics';
import { diskFiles, repositoryRoot } from '../support/disk-files';
import { markedDiagnostics, unmarkedWords } from '../support/pseudo-language';

/** Words outside of the marks that neither the files nor the language have. */
function unmarked(text: string, analysis: Analysis): string[] {
  const files = [...analysis.files].map(([id, { text: written }]) => `${id}\n${written}`).join('\n');
  return unmarkedWords(text.replace(/U\+[0-9A-F]{4,}/g, ' '), files);
}

function told(diagnostic: Diagnostic, words: DiagnosticWords): string[] {
  return [
    messageOf(diagnostic, words),
    ...diagnostic.related.map((note) => noteOf(note, words)),
    ...diagnostic.fixes.map((fix) => titleOf(fix, words)),
  ];
}

const folder = join(repositoryRoot, 'test/fixtures');
const paths = (readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.endsWith('.cnn')).sort();
const analyses = paths.map((path) => analyze(diskFiles(dirname(join(folder, path))), join(folder, path)));

describe('words of diagnostics', () => {
  it('are all of the table of the language', () => {
    const problems = analyses.flatMap((analysis) =>
      analysis.diagnostics.flatMap((diagnostic) =>
        told(diagnostic, markedDiagnostics)
          .filter((text) => !text.includes('⟦') || unmarked(text, analysis).length > 0)
          .map((text) => `${diagnostic.code}: ${text}: ${unmarked(text, analysis).join(' ')}`),
      ),
    );
    assert.deepEqual(problems, []);
    const met = new Set(analyses.flatMap(({ diagnostics }) => diagnostics.map(({ text }) => text)));
    assert.ok(met.size > 85, `only ${met.size} of ${Object.keys(diagnosticTables.messages).length} texts`);
  });

  it('have a value for every place', () => {
    for (const { diagnostics } of analyses) {
      for (const text of diagnostics.flatMap((diagnostic) => told(diagnostic, englishDiagnostics))) {
        assert.doesNotMatch(text, /\{[a-zA-Z]+\}|undefined|\[object/, text);
      }
    }
  });

  it('see a word that comes from elsewhere', () => {
    const [analysis] = analyses.filter(({ diagnostics }) => diagnostics.length > 0);
    assert.ok(analysis !== undefined);
    assert.deepEqual(unmarked('⟦there is no ⟧thingamajig⟦ here⟧', analysis), ['thingamajig']);
  });
});
