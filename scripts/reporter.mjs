/**
 * Mocha's spec reporter that also writes how many tests passed and failed, and which passed only when they were tried again, to
 * the file in INCEPT_COUNTS. A run that dies writes nothing, and scripts/test.mjs takes that as a failure.
 */

import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    let passed = 0;
    let failed = 0;
    const retried = [];
    runner.on('retry', (test, problem) => {
      console.log(`    ↻ ${test.title}, which is tried again: ${problem.stack ?? problem}`);
    });
    runner.on('pass', (test) => {
      passed++;
      if (test.currentRetry() > 0) retried.push(test.fullTitle());
    });
    runner.on('fail', () => {
      failed++;
    });
    runner.once('end', () => {
      const file = process.env.INCEPT_COUNTS;
      if (file) writeFileSync(file, JSON.stringify({ passed, failed, retried }));
      setTimeout(tellWhatIsLeft, 10_000).unref();
    });
  }
}

/** Something that a test left open keeps the process from ending: says what, since nothing else would. */
function tellWhatIsLeft() {
  console.error(`still open after the tests: ${process.getActiveResourcesInfo().join(', ')}`);
}
