/**
 * Runs tests for StrykerJS and prints what lived: Mocha in one process, once to see which test runs which mutants, then those tests for each
 * mutant of the sample. Stryker's own runner for Mocha knows Mocha up to 11.
 */

import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { commonTokens, declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  MutantRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import Mocha from 'mocha';
import { originalOf } from './mutation-equivalents.mjs';
import { fateOf, isSampled } from './mutation-sample.mjs';
import { root } from './setup.mjs';

/** Of the run that goes on. */
let results = [];

/** Mutated code reads here which mutant is alive, and leaves here which ones it has passed. */
// biome-ignore lint/suspicious/noAssignInExpressions: whoever comes first makes it
const context = (globalThis.__stryker__ ??= {});

class MochaRunner {
  static inject = [commonTokens.options];

  mocha = new Mocha({ reporter: collect, timeout: 0 });

  constructor({ testFiles, sample, long, late }) {
    this.testFiles = testFiles;
    this.late = late;
    this.sample = sample;
    this.long = new RegExp(long);
    this.watch = new Worker(watch, { eval: true });
    this.watch.unref();
  }

  /**
   * Says that it loads modules anew where it is asked to, and does not: it is asked where a mutant is passed while modules load, too,
   * but what that leaves behind is out of the sample, and the other way is a new process for each.
   */
  capabilities() {
    return { reloadEnvironment: true };
  }

  /** A process that starts again after an endless mutant loads here, where no time is taken: the next one would seem endless too. */
  async init() {
    for (const file of this.testFiles) this.mocha.addFile(file);
    this.mocha.cleanReferencesAfterRun(false);
    this.mocha.suite.beforeEach(function nameTest() {
      context.currentTestId = this.currentTest?.fullTitle();
    });
    await this.mocha.loadFilesAsync();
    for (const module of this.late) await import(pathToFileURL(resolve(module)).href);
    waitForever(this.mocha.suite);
  }

  async dryRun({ disableBail }) {
    this.mocha.grep(this.long).invert();
    const result = await this.run(!disableBail);
    this.mocha.options.invert = false;
    if (result.status !== DryRunStatus.Complete) return result;
    keepQuickest(context.mutantCoverage.perTest);
    return { ...result, mutantCoverage: context.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter = [], disableBail, hitLimit }) {
    if (!isSampled(activeMutant, this.sample)) {
      return { status: MutantRunStatus.Error, errorMessage: 'not in the sample' };
    }
    const mark = `mutant-${activeMutant.id}`;
    if (existsSync(mark)) return { status: MutantRunStatus.Timeout, reason: 'it ended the process' };
    writeFileSync(mark, '');
    this.watch.postMessage(mostUsed);
    const before = performance.eventLoopUtilization();
    const idleWatch = setInterval(() => {
      if (performance.eventLoopUtilization(before).idle > mostIdle) process.kill(process.pid, 'SIGKILL');
    }, 1000);
    context.hitLimit = hitLimit;
    context.hitCount = hitLimit === undefined ? undefined : 0;
    const titles = testFilter.map((title) => `^${title.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')}$`);
    this.mocha.grep(new RegExp(titles.join('|')));
    const result = toMutantRunResult(await this.run(!disableBail, activeMutant.id));
    clearInterval(idleWatch);
    this.watch.postMessage(undefined);
    rmSync(mark);
    return result;
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

/**
 * What the tests of a mutant may take before their process is ended, for the next one to find the mark: microseconds of the
 * processor, of a circle that does not pass the mutant's place, and milliseconds with nothing to do, of a promise that is never
 * kept. Neither goes on while a busy machine has others to serve.
 */
const mostUsed = 10_000_000;
const mostIdle = 120_000;

/** Sees the time of the processor while the tests leave no time for anything else. */
const watch = `
  const { parentPort } = require('node:worker_threads');
  let most;
  let before;
  parentPort.on('message', (message) => {
    most = message;
    before = process.cpuUsage();
  });
  setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    if (user + system > most) process.kill(process.pid, 'SIGKILL');
  }, 1000);
`;

/** Microseconds of the processor by test, of the first run. What others do on the machine does not change them much. */
const costs = new Map();

/** What the tests of one mutant may take together, or else the quickest one alone. */
const mostCost = 1_000_000;

/** A mutant of what every test passes would need all of them: takes the quickest tests, as many as it may. */
function keepQuickest(coverage) {
  const spent = new Map();
  const costOf = (test) => costs.get(test) ?? 0;
  const quickestFirst = Object.keys(coverage).sort((a, b) => costOf(a) - costOf(b));
  for (const test of quickestFirst) {
    for (const mutant of Object.keys(coverage[test])) {
      const cost = (spent.get(mutant) ?? 0) + costOf(test);
      if (spent.has(mutant) && cost > mostCost) delete coverage[test][mutant];
      else spent.set(mutant, cost);
    }
  }
}

/** A reporter, of which Mocha makes one for each run. */
function collect(runner) {
  let before;
  runner.on('test', () => {
    before = process.cpuUsage();
  });
  const add = (test, result) => {
    const name = test.fullTitle();
    const { user, system } = process.cpuUsage(before);
    if (!costs.has(name)) costs.set(name, user + system);
    results.push({ id: name, name, fileName: test.file, timeSpentMs: test.duration ?? 0, ...result });
  };
  runner.on('pass', (test) => add(test, { status: TestStatus.Success }));
  runner.on('pending', (test) => add(test, { status: TestStatus.Skipped }));
  runner.on('fail', (test, error) => add(test, { status: TestStatus.Failed, failureMessage: String(error) }));
}

/** A machine that is busy fails no test. */
function waitForever(suite) {
  suite.timeout(0);
  for (const test of suite.tests) test.timeout(0);
  for (const inner of suite.suites) waitForever(inner);
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
    if (!isSampled(mutant, this.sample, 1)) return;
    const fate = fateOf(mutant);
    if (fate !== 'lived' && fate !== 'undecided') return;
    const { line, column } = mutant.location.start;
    const place = `${relative(root, mutant.fileName)}:${line}:${column}`;
    const [from, to] = [originalOf(mutant), mutant.replacement ?? ''].map((text) => text.replace(/\s+/g, ' '));
    console.log(`${mutant.status} ${place} ${mutant.mutatorName}: ${from.slice(0, 100)} -> ${to.slice(0, 100)}`);
  }
}

/** Leaves alone what only mistakes of the program itself would show: what must hold, and what is said where it does not. */
class OwnMistakes {
  shouldIgnore({ parent, listKey, key }) {
    const called = listKey === 'arguments' && parent.callee.name;
    const isOwn = called === 'invariant' || (key === 1 && ['present', 'notUnknown'].includes(called));
    return isOwn ? 'only a mistake of the program shows it' : undefined;
  }
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.Ignore, 'own-mistakes', OwnMistakes),
  declareClassPlugin(PluginKind.TestRunner, 'mocha-in-process', MochaRunner),
  declareClassPlugin(PluginKind.Reporter, 'survivors', Survivors),
];
