/** What could not be done, in messages of the window. */

import * as vscode from 'vscode';
import { toldText } from '../session/problem-text';
import type { SayExtension } from '../words/extension';

/** Says why what was asked for could not be done. */
export function tellProblem(problem: unknown, say: SayExtension): void {
  // The editor says in the user's words what it cannot read or write.
  const isOfFiles = problem instanceof vscode.FileSystemError;
  const message = isOfFiles ? problem.message : toldText(problem, say('mistake'));
  void vscode.window.showErrorMessage(say('failed', { message }));
}
