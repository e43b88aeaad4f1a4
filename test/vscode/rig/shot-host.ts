/**
 * Runs inside the extension host for `npm run shot`: opens the file, places the cursor, runs the commands, says that it
 * is ready, and then keeps the window open until the runner closes it.
 */

import * as vscode from 'vscode';
import { jobVariable, type ShotJob, type TestEvent } from './requests';
import { ask, pause, placeCursor } from './ui';

export async function run(): Promise<void> {
  const job = JSON.parse(process.env[jobVariable] ?? '{}') as ShotJob;
  let failed = 0;
  try {
    const document = await vscode.workspace.openTextDocument(job.file);
    await vscode.window.showTextDocument(document, { preview: false });
    if (job.at !== undefined) await placeCursor(job.at[0], job.at[1]);
    for (const command of job.commands) {
      await vscode.commands.executeCommand(command);
      await pause(300);
    }
  } catch (problem) {
    failed = 1;
    await report({ kind: 'fail', title: 'shot', depth: 0, error: String(problem) });
  }
  await report({ kind: 'end', passed: 1 - failed, failed });
  await new Promise(() => {});
}

async function report(event: TestEvent): Promise<void> {
  await ask({ do: 'report', event });
}
