/**
 * The way in: one pure function from text to an immutable analysis, of which every feature is a reader.
 */

import { invariant } from '../base/assert';
import type { FileId } from '../base/span';
import type { Analysis, AnalysisOptions, Files } from './analysis';

/** Analyses the networks and modules of a file; `id` must be one that `files` knows. */
export function analyze(files: Files, id: FileId, _options: AnalysisOptions = {}): Analysis {
  const file = files.file(id);
  invariant(file !== undefined, `no file ${id}`);
  return {
    file,
    files: new Map([[id, file]]),
    diagnostics: file.diagnostics,
    networks: [],
    names: new Map(),
    modules: new Map(),
  };
}
