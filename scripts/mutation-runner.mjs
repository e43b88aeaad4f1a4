/**
 * Runs tests for StrykerJS and prints what lived: Mocha in one process, once to see which test runs which mutants, then those tests for each
 * mutant of the sample. Stryker's own runner for Mocha knows Mocha up to 11.
 */

import { relative } from 'node:path';
import { commonTokens, declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  MutantRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import Mocha from 'mocha';
import { isSampled } from './mutation-sample.mjs';
import { root } from './setup.mjs';

/** Of the run that goes on. */
let results = [];

/** Mutated code reads here which mutant is alive, and leaves here which ones it has passed. */
// biome-ignore lint/suspicious/noAssignInExpressions: whoever comes first makes it
const context = (globalThis.__stryker__ ??= {});

class MochaRunner {
  static inject = [commonTokens.options];

  mocha = new Mocha({ reporter: collect, timeout: 0 });

  constructor({ testFiles, sample }) {
    this.testFiles = testFiles;
    this.sample = sample;
  }

  /** Modules cannot be loaded anew. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  /** A process that starts again after an endless mutant loads here, where no time is taken: the next one would seem endless too. */
  async init() {
    for (const file of this.testFiles) this.mocha.addFile(file);
    this.mocha.cleanReferencesAfterRun(false);
    this.mocha.suite.beforeEach(function nameTest() {
      context.currentTestId = this.currentTest?.fullTitle();
    });
    await this.mocha.loadFilesAsync();
  }

  async dryRun({ disableBail }) {
    const result = await this.run(!disableBail);
    return result.status === DryRunStatus.Complete ? { ...result, mutantCoverage: context.mutantCoverage } : result;
  }

  async mutantRun({ activeMutant, testFilter = [], disableBail, hitLimit }) {
    if (!isSampled(activeMutant, this.sample)) {
      return { status: MutantRunStatus.Error, errorMessage: 'not in the sample' };
    }
    context.hitLimit = hitLimit;
    context.hitCount = hitLimit === undefined ? undefined : 0;
    const titles = testFilter.map((title) => `^${title.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')}$`);
    this.mocha.grep(new RegExp(titles.join('|')));
    return toMutantRunResult(await this.run(!disableBail, activeMutant.id));
  }

  async run(bails, mutant) {
    try {
      bailAll(this.mocha.suite, bails);
      context.activeMutant = mutant;
      results = [];
      await new Promise((done) => {
        this.mocha.run(done);
      });
      return (
        determineHitLimitReached(context.hitCount, context.hitLimit) ?? {
          status: DryRunStatus.Complete,
          tests: results,
        }
      );
    } catch (error) {
      return { status: DryRunStatus.Error, errorMessage: String(error) };
    }
  }
}

/** A reporter, of which Mocha makes one for each run. */
function collect(runner) {
  const add = (test, result) => {
    const name = test.fullTitle();
    results.push({ id: name, name, fileName: test.file, timeSpentMs: test.duration ?? 0, ...result });
  };
  runner.on('pass', (test) => add(test, { status: TestStatus.Success }));
  runner.on('pending', (test) => add(test, { status: TestStatus.Skipped }));
  runner.on('fail', (test, error) => add(test, { status: TestStatus.Failed, failureMessage: String(error) }));
}

function bailAll(suite, bails) {
  suite.bail(bails);
  for (const inner of suite.suites) bailAll(inner, bails);
}

/** Prints what lived at once: a run takes hours, and has said what it found where it is ended before. */
class Survivors {
  static inject = [commonTokens.options];

  constructor({ sample }) {
    this.sample = sample;
  }

  onMutantTested(mutant) {
    const { fileName, location, mutatorName, replacement = '', status } = mutant;
    if ((status !== 'Survived' && status !== 'NoCoverage') || !isSampled(mutant, this.sample, 1)) return;
    const { line, column } = location.start;
    const place = `${relative(root, fileName)}:${line}:${column}`;
    console.log(`${status} ${place} ${mutatorName}: ${replacement.replace(/\s+/g, ' ').slice(0, 100)}`);
  }
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'mocha-in-process', MochaRunner),
  declareClassPlugin(PluginKind.Reporter, 'survivors', Survivors),
];
