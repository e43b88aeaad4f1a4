/** Analyses texts that stand in a test. Other files of the same folder can be given for imports. */

import assert from 'node:assert/strict';
import { posix } from 'node:path';
import type { Analysis, AnalysisOptions, NetworkAnalysis } from '../../src/analysis/analysis';
import { analyze } from '../../src/analysis/analyze';
import { LineIndex } from '../../src/base/line-index';
import { parse } from '../../src/syntax/parser';

export function analyzeText(
  text: string,
  options: AnalysisOptions = {},
  others: Record<string, string> = {},
): Analysis {
  const texts: Record<string, string> = { '/w/main.cnn': text };
  for (const [name, other] of Object.entries(others)) texts[`/w/${name}`] = other;
  return analyze(
    {
      file: (id) => (texts[id] === undefined ? undefined : parse(id, texts[id])),
      resolve: (from, path) => {
        const id = posix.join(posix.dirname(from), path);
        return id.startsWith('/w/') ? id : 'outside';
      },
    },
    '/w/main.cnn',
    options,
  );
}

/** The only network of a text, which must have no errors. */
export function networkOf(text: string, options: AnalysisOptions = {}): NetworkAnalysis {
  const analysis = analyzeText(text, options);
  assert.deepEqual(messagesOf(analysis, 'error'), []);
  const [network] = analysis.networks;
  assert.ok(network, 'a network');
  return network;
}

/** `3:5 shape.window: ...`, for a message without its place in `others` use the file's name before it. */
export function messagesOf(analysis: Analysis, severity?: string): string[] {
  return analysis.diagnostics
    .filter((diagnostic) => severity === undefined || diagnostic.severity === severity)
    .map((diagnostic) => {
      const text = analysis.files.get(diagnostic.file)?.text ?? '';
      const { line, column } = new LineIndex(text).positionAt(diagnostic.span.start);
      const file = diagnostic.file === '/w/main.cnn' ? '' : `${posix.basename(diagnostic.file)}:`;
      return `${file}${line + 1}:${column + 1} ${diagnostic.code}`;
    });
}
