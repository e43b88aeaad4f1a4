/** The view model as JSON, with file names as the user gave them instead of this machine's paths. */

import type { Analysis, NetworkAnalysis } from '../analysis/analysis';
import { buildViewModel } from '../view/build';
import { editorWords } from '../words/editor';
import type { Told } from './excerpt';

export function viewDump(analysis: Analysis, network: NetworkAnalysis, { workspace, words }: Told): string {
  const model = buildViewModel(analysis, network.name, editorWords(words.language.tag));
  const named = (text: string): string =>
    [...analysis.files.keys()].reduce((all, file) => all.replaceAll(file, workspace.name(file)), text);
  const shown = (key: string, value: unknown): unknown =>
    (key === 'file' || key === 'id') && typeof value === 'string' ? named(value) : value;
  return `${JSON.stringify(model ?? null, shown, 1)}\n`;
}
