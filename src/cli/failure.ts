/** Wrong usage or a problem of the environment: exit code 2. Printed as one line with a hint, in the words of the edge. */

import type { Refusal } from '../base/diagnostic';
import { refusalText } from '../base/message-text';
import { nearest } from '../base/suggest';
import type { CliWords } from '../words/cli';
import type { FileProblem } from '../workspace/file-system';

/** What is to be said, once the language is known. */
export type Sentence = (words: CliWords) => string;

export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly sentence: Sentence,
    readonly hint?: Sentence,
  ) {
    super();
  }
}

/** With the nearest known name as the hint or, of a few, all of them; of many `tooMany`. */
export function unknownName(sentence: Sentence, wanted: string, known: readonly string[], tooMany?: Sentence): Failure {
  const near = nearest(wanted, known);
  if (near !== undefined) return new Failure(sentence, didYouMean(near));
  if (known.length === 0 || known.length > 12) return new Failure(sentence, tooMany);
  return new Failure(sentence, ({ failures: say }) => say('known', { count: known.length, names: known.join(', ') }));
}

export function refused(refusal: Refusal, hint?: Sentence): Failure {
  return new Failure(({ diagnostics }) => refusalText(refusal, diagnostics), hint);
}

export function didYouMean(near: string): Sentence {
  return ({ failures: say }) => say('near', { near });
}

/** What is wrong with a file, behind the sentence that names it. */
export function fileReason(problem: FileProblem): Sentence {
  return ({ failures: say }) => {
    switch (problem.kind) {
      case 'large':
        return say('reason.large', { limit: problem.limit });
      case 'other':
        return problem.reason;
      default:
        return say(`reason.${problem.kind}`);
    }
  };
}
