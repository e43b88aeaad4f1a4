/**
 * Remembers how fast this machine is, for this machine only, and measures it when the user asks for it. The server measures
 * and predicts; it is given the profile when it starts.
 */

import * as vscode from 'vscode';
import { type MachineProfile, parseMachineProfile } from '../base/machine-profile';
import { requests } from '../protocol/requests';
import { KnownProblem } from '../session/problem-text';
import type { SayExtension } from '../words/extension';
import type { LanguageSession } from './language-session';

const storageKey = 'incept.machineProfile';
const progressToken = 'calibration';

export class MachineCalibration {
  /** @param storage Not shared between machines: the extension's global state. */
  constructor(private readonly storage: vscode.Memento) {}

  profile(): MachineProfile | undefined {
    return parseMachineProfile(this.storage.get<unknown>(storageKey));
  }

  async keep(profile: MachineProfile): Promise<void> {
    await this.storage.update(storageKey, profile);
  }
}

/** Measures, with progress that can be cancelled, and says what came of it. */
export async function calibrateMachine(session: LanguageSession, say: SayExtension): Promise<void> {
  const outcome = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: say('calibrate.progress'), cancellable: true },
    async (progress, cancel) => {
      let shown = 0;
      const listening = session.onRunProgress(({ token, progress: { index, count } }) => {
        if (token !== progressToken || count === 0) return;
        const percent = (100 * index) / count;
        progress.report({ increment: percent - shown });
        shown = percent;
      });
      try {
        return await session.request(requests.calibrate, { token: progressToken }, cancel);
      } finally {
        listening.dispose();
      }
    },
  );
  if (outcome.kind === 'done') {
    const { peakGflops, bandwidthGBs, threads } = outcome.profile;
    void vscode.window.showInformationMessage(
      say('calibrate.done', { gflops: peakGflops.toFixed(0), bandwidth: bandwidthGBs.toFixed(0), threads }),
    );
  } else if (!outcome.isCancelled) {
    throw new KnownProblem(outcome.message);
  }
}
