/**
 * The machine's profile for predicted times: from the cache folder, else measured now and kept there. A cache that cannot be
 * read or written, or holds anything else, is no mistake of the user: it is measured again, or not kept.
 */

import { join } from 'node:path';
import { type MachineProfile, parseMachineProfile } from '../base/machine-profile';
import { refusalText } from '../base/message-text';
import type { CalibrationRequest } from '../runtime/calibrate';
import { RunError } from '../runtime/run-error';
import { FileError } from '../workspace/file-system';
import { idOfPath } from '../workspace/uri';
import { fileReason } from './failure';
import { ProgressLine } from './progress-line';
import type { Session } from './session';

/** Undefined, with a note, where it could not be measured. `isFit` refuses a kept profile that no longer fits the machine. */
export async function machineProfile(
  session: Session,
  request: CalibrationRequest,
  isRenewed: boolean,
  isFit: (profile: MachineProfile) => boolean = () => true,
): Promise<MachineProfile | undefined> {
  const path = cachePath(session, request);
  const kept = isRenewed ? undefined : await readProfile(session, path);
  if (kept !== undefined && isFit(kept)) return kept;
  const profile = await calibrateNow(session, request);
  if (profile !== undefined && path !== undefined) {
    try {
      session.host.stage(path, `${JSON.stringify(profile, null, 2)}\n`).commit();
    } catch (problem) {
      if (!(problem instanceof FileError)) throw problem;
      const reason = fileReason(problem.problem)(session.words);
      session.note(session.words.progress('not-kept', { path, reason }));
    }
  }
  return profile;
}

function cachePath({ host }: Session, { threads, exact }: CalibrationRequest): string | undefined {
  if (host.cacheFolder === undefined) return undefined;
  const name = `machine-${threads ?? 'default'}${exact === true ? '-exact' : ''}.json`;
  return join(host.cacheFolder, name);
}

async function readProfile({ host }: Session, path: string | undefined): Promise<MachineProfile | undefined> {
  if (path === undefined) return undefined;
  try {
    const bytes = await host.files.readBytes(idOfPath(path, host.platform));
    return parseMachineProfile(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (problem) {
    if (problem instanceof FileError || problem instanceof SyntaxError) return undefined;
    throw problem;
  }
}

async function calibrateNow(session: Session, request: CalibrationRequest): Promise<MachineProfile | undefined> {
  const { host } = session;
  const say = session.words.progress;
  const progress = new ProgressLine(host);
  if (!host.isTerminal.stderr) session.note(say('measuring'));
  const abort = new AbortController();
  const release = host.onInterrupt(() => abort.abort());
  try {
    return await host.calibrate(request, {
      signal: abort.signal,
      onProgress: ({ index, count }) => {
        const percent = count === 0 ? 0 : Math.floor((100 * index) / count);
        progress.show(say('measuring.percent', { percent }));
      },
    });
  } catch (problem) {
    if (!(problem instanceof RunError)) throw problem;
    session.note(say('not-measured', { reason: refusalText(problem.refusal, session.words.diagnostics) }));
    return undefined;
  } finally {
    progress.clear();
    release();
  }
}
