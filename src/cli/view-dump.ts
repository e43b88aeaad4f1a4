/** The view model as JSON, with file names as the user gave them instead of this machine's paths. */

import type { Analysis } from '../analysis/analysis';
import type { ViewModel } from '../view/model';
import type { Told } from './excerpt';

export function viewDump(view: ViewModel | null, { files }: Analysis, { workspace }: Told): string {
  const named = (text: string): string =>
    [...files.keys()].reduce((all, file) => all.replaceAll(file, workspace.name(file)), text);
  const shown = (key: string, value: unknown): unknown =>
    (key === 'file' || key === 'id') && typeof value === 'string' ? named(value) : value;
  return `${JSON.stringify(view, shown, 1)}\n`;
}
