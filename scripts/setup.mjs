/**
 * What a fresh clone needs before any of the other scripts can run: the npm packages and a Chromium. Plain Node without
 * dependencies, because it runs when there are none. Everything here is done once and skipped when it is there.
 */

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const windows = process.platform === 'win32';
const leastNode = [20, 19];

/** Prints one line of progress. */
export function say(line) {
  console.log(`» ${line}`);
}

/** Ends the program with a message when this Node is too old for the tools. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) return;
  console.error(`Incept needs Node ${leastNode.join('.')} or later; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Runs `npm ci` unless node_modules is there and as new as package-lock.json. */
export async function ensurePackages() {
  const lock = join(root, 'package-lock.json');
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  say('installing the npm packages (npm ci)');
  const seconds = stopwatch();
  const code = await run(windows ? 'npm.cmd' : 'npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error']);
  if (code !== 0) {
    console.error('npm ci failed; the messages above say why.');
    process.exit(1);
  }
  say(`npm packages installed (${seconds()} s)`);
}

/** The path of a Chrome or Chromium on this machine, or undefined. The variable CHROME wins. */
export function findChrome() {
  const asked = process.env.CHROME;
  if (asked) return asked;
  const fixed = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ];
  return fixed.find((path) => existsSync(path));
}

/** Finds Chromium, or installs Debian's. Returns its path, or undefined after saying what a person can do. */
export async function ensureChrome() {
  const found = findChrome();
  if (found !== undefined) return found;
  if (which('apt-get') === undefined) {
    console.error('No Chrome or Chromium found. Install one, or set CHROME to its path.');
    return undefined;
  }
  const rootUser = process.getuid?.() === 0;
  const prefix = rootUser ? [] : ['sudo'];
  say(`installing Chromium${rootUser ? '' : ' (sudo may ask for your password)'}`);
  const seconds = stopwatch();
  const apt = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  const quiet = ['-qq', '-o', 'Dpkg::Use-Pty=0'];
  await run(apt[0], [...apt.slice(1), ...quiet, 'update']);
  const code = await run(apt[0], [...apt.slice(1), ...quiet, 'install', '-y', '--no-install-recommends', 'chromium']);
  const installed = findChrome();
  if (code !== 0 || installed === undefined) {
    console.error('Chromium could not be installed with apt-get. Install it by hand, or set CHROME to its path.');
    return undefined;
  }
  say(`Chromium installed (${seconds()} s)`);
  return installed;
}

/** The full path of a program on PATH, or undefined. */
export function which(program) {
  const found = spawnSync(windows ? 'where' : 'which', [program], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.split(/\r?\n/)[0] : undefined;
}

/** A function that tells the whole seconds since this call. */
export function stopwatch() {
  const started = Date.now();
  return () => Math.round((Date.now() - started) / 1000);
}

/** How long a program that has done its work may take to end. */
const lingerMs = 20_000;

/**
 * Runs a program in the project's folder with this terminal, and gives its exit code. Ctrl+C reaches it through the
 * terminal; a SIGTERM sent to this process alone is passed on. `deadline` is in milliseconds. `isDone` says whether the
 * program has done its work: one that then does not end within `lingerMs` is ended, told, and its code is 0. What the
 * program prints goes to `write` where that is given.
 */
export function run(program, args, { deadline, isDone, write, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: write === undefined ? 'inherit' : ['inherit', 'pipe', 'pipe'],
      shell: windows && program.endsWith('.cmd'),
      ...options,
      env: { ...process.env, ...(write !== undefined && process.stdout.isTTY && { FORCE_COLOR: '1' }), ...options.env },
    });
    for (const stream of write === undefined ? [] : [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', write);
    const pass = () => child.kill('SIGTERM');
    const wait = () => {};
    process.on('SIGTERM', pass);
    process.on('SIGINT', wait);
    const timers = [];
    let doneAt;
    let lingered = false;
    const look = () => {
      if (doneAt === undefined) doneAt = isDone() ? Date.now() : undefined;
      if (doneAt === undefined || Date.now() - doneAt < lingerMs || lingered) return;
      lingered = true;
      console.error(`${args.at(-1) ?? program}: done, but still there after ${lingerMs / 1000} s; ended`);
      child.kill('SIGKILL');
    };
    const looking = isDone === undefined ? undefined : setInterval(look, 1000);
    if (deadline !== undefined) {
      const late = () => {
        console.error(`${args.at(-1) ?? program}: not done within ${Math.round(deadline / 60_000)} minutes; ended`);
        pass();
        timers.push(setTimeout(() => child.kill('SIGKILL'), 10_000));
      };
      timers.push(setTimeout(late, deadline));
    }
    const done = (code) => {
      for (const timer of timers) clearTimeout(timer);
      clearInterval(looking);
      process.off('SIGTERM', pass);
      process.off('SIGINT', wait);
      resolve(code);
    };
    child.on('error', (problem) => {
      console.error(`${program}: ${problem.message}`);
      done(127);
    });
    child.on('close', (code, signal) => done(lingered ? 0 : (code ?? (signal === 'SIGINT' ? 130 : 1))));
  });
}

/** Runs one of the project's TypeScript programs. */
export function runScript(script, args = [], options = {}) {
  return run(process.execPath, ['--import', 'tsx', join(root, script), ...args], options);
}
