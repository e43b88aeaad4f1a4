/** Types of setup.mjs for the TypeScript programs that use it. */

import type { SpawnOptions } from 'node:child_process';

export declare const root: string;
export declare function say(line: string): void;
export declare function checkNode(): void;
export declare function ensurePackages(): Promise<void>;
export declare function findChrome(): string | undefined;
export declare function ensureChrome(): Promise<string | undefined>;
export declare function which(program: string): string | undefined;
export declare function stopwatch(): () => number;
export declare function run(
  program: string,
  args: readonly string[],
  options?: SpawnOptions & { readonly deadline?: number; readonly isDone?: () => boolean },
): Promise<number>;
export declare function runScript(
  script: string,
  args?: readonly string[],
  options?: SpawnOptions & { readonly deadline?: number; readonly isDone?: () => boolean },
): Promise<number>;
