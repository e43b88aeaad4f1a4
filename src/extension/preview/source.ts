/**
 * Where a preview gets what it shows, so that panels know neither the language server nor the runtime.
 */

import type { CancellationToken, Event, Uri } from 'vscode';
import type { PreviewExplanation } from '../../protocol/explanation';
import type { RunStep } from '../../protocol/messages';
import type { RunOptions, RunReport } from '../../protocol/run-report';
import type { FileView } from '../../view/model';

export interface ViewAnswer extends FileView {
  readonly documentVersion: number;
}

export interface RunRequest extends RunOptions {
  /** Set where the input is an image. */
  readonly image: Uri | undefined;
  /** Measures the machine before, so that the report has predicted times. */
  readonly calibrate: boolean;
}

export interface PreviewSource {
  /** The named network of a file, or its first one. Rejects when there is no answer to be had. */
  getView(uri: Uri, network: string | undefined): Promise<ViewAnswer>;
  getExplanation(uri: Uri, network: string, path: string): Promise<PreviewExplanation | undefined>;
  /**
   * Runs the network once. Rejects with a message for people; when `cancel` is requested it rejects too, soon.
   */
  startRun(
    uri: Uri,
    network: string,
    request: RunRequest,
    progress: (step: RunStep) => void,
    cancel: CancellationToken,
  ): Promise<RunReport>;
  /** Applies the fix of this id of the error of this id; says whether it could. */
  applyFix(uri: Uri, error: string, fix: string): Promise<boolean>;
  /** A file's view may have changed. */
  readonly onDidChange: Event<Uri>;
  /** For the output channel. */
  log(message: string): void;
}
