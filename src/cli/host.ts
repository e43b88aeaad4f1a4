/**
 * All of the world that the command line touches: files, streams, environment. The real one is made in
 * node-host.ts; tests give one in memory. Paths are as the user wrote them or absolute.
 */

import type { MachineProfile } from '../base/machine-profile';
import type { CalibrationRequest } from '../runtime/calibrate';
import type { RunResult } from '../runtime/result';
import type { RunRequest } from '../runtime/run-network';
import type { StartRunOptions } from '../runtime/runner';
import type { SharedSweep } from '../session/shared-sweep';
import type { PointCost } from '../session/sweep';
import type { LayoutPort } from '../view/place';
import type { FileSystem } from '../workspace/file-system';
import type { StagedFile } from '../workspace/node-write';
import type { Platform } from '../workspace/uri';
import type { ToolService } from './tool-service';

export interface GitAnswer {
  readonly code: number;
  readonly output: Uint8Array;
  /** What it says on its standard error. */
  readonly message: string;
}

/** Lays out bodies of pictures, away from this thread. */
export interface Layouts {
  readonly layOut: LayoutPort;
  close(): Promise<void>;
}

/** What the page of a report is made of: texts of the bundles that are for a page. */
export interface ReportBundles {
  readonly script: string;
  readonly style: string;
  readonly layoutWorker: string;
}

/** `zoom`: pixels of the result for each of the picture. */
export interface Rasterizer {
  pngOf(svg: string, zoom: number): Promise<Uint8Array>;
}

/** Costs all points of a sweep, in their order; calls back with how many are done, and ends where that rejects. */
export type SweepPoints = (
  sweep: SharedSweep,
  count: number,
  onProgress: (done: number) => Promise<void>,
) => Promise<readonly PointCost[]>;

export interface Host {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: { readonly stdout: boolean; readonly stderr: boolean };
  /** How paths are written. */
  readonly platform: Platform;
  readonly files: FileSystem;
  /** The folder of the examples that come with the program. */
  readonly examples: string;
  /** The path of a file that comes with the program, such as the pages of words/message-pages.ts, by its path in the program's folder. */
  shipped(path: string): string;
  /** All but the last step of writing a file. Throws `FileError` if it cannot be written. */
  stage(path: string, content: string | Uint8Array): StagedFile;
  /** Rejects with a `FileError` if it cannot be read or is longer than that many bytes. */
  readStandardInput(most: number): Promise<Uint8Array>;
  stdout(content: string | Uint8Array): void;
  stderr(text: string): void;
  /** Runs git in the working folder, without a shell; undefined where there is none. */
  git(argv: readonly string[]): Promise<GitAnswer | undefined>;
  /** Calls back at ctrl+C; the result ends that. */
  onInterrupt(callback: () => void): () => void;
  /** Between the parts of long work: lets others have their turn, and rejects once nobody waits for the result. */
  pause?(): Promise<void>;
  /** Runs a network away from this thread. */
  run(request: RunRequest, options: StartRunOptions): Promise<RunResult>;
  /** Measures the machine, away from this thread. */
  calibrate(
    request: CalibrationRequest,
    options: Pick<StartRunOptions, 'onProgress' | 'signal'>,
  ): Promise<MachineProfile>;
  layouts(): Layouts;
  reportBundles(): Promise<ReportBundles>;
  /** What makes PNG of SVG; undefined where the program comes without it. */
  rasterizer(): Rasterizer | undefined;
  /** Where what can be found out again is kept; undefined where there is no such place. */
  readonly cacheFolder: string | undefined;
  /** Serves the language on stdin and stdout until the client ends it. */
  serveLanguage(): Promise<void>;
  /** Serves tools on stdin and stdout until the client ends it. */
  serveTools(service: ToolService): Promise<void>;
  readonly version: string;
  /** Away from this thread, on all cores. Without it points are costed here. */
  sweep?: SweepPoints;
  /** Bytes that values may still take; undefined where that is not known. */
  memoryLeft?(): number;
}
