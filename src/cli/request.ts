/** What most commands begin with: open a file, ask the session for a network of it with the user's overrides. */

import type { Analysis, NetworkAnalysis } from '../analysis/analysis';
import { messageOf } from '../base/message-text';
import type { FileId } from '../base/span';
import { type NetworkAsked, overridden, type RefusedParameter } from '../session/overrides';
import { Failure, unknownName } from './failure';
import { type NetworkOptions, parameterOverride } from './options';
import type { Session } from './session';

export interface OpenedRequest {
  readonly id: FileId;
  /** For further questions about the same. */
  readonly asked: NetworkAsked;
  readonly analysis: Analysis;
  /** Undefined where the file has no network that could be read. */
  readonly network: NetworkAnalysis | undefined;
}

/**
 * Throws `Failure` for a file that cannot be read, or an unknown network or parameter. `batch`: images at once, whose
 * activations count.
 */
export async function openRequest(
  session: Session,
  path: string,
  options: NetworkOptions,
  batch?: number,
): Promise<OpenedRequest> {
  const id = await session.workspace.open(path);
  const { network: name, set, size, precision } = options;
  const overrides = { parameters: set.map(parameterOverride), inputShape: size, precision, batch };
  const asked = { network: name, overrides };
  const found = await overridden(session.designs, id, asked);
  if (found === undefined) throw new Failure((words) => words.files('missing', { name: path }));
  const { analysis, network, refusedParameters } = found;
  if (name !== undefined && network?.name !== name) {
    const known = analysis.networks.map((one) => one.name).filter((one) => one !== '');
    throw unknownName(({ failures: say }) => say('unknown-network', { name }), name, known);
  }
  const [refused] = refusedParameters;
  if (refused !== undefined) throw refusedParameter(refused);
  return { id, asked, analysis, network };
}

/** As `openRequest`, for commands that can do nothing without a network. */
export async function openNetwork(
  session: Session,
  path: string,
  options: NetworkOptions,
  batch?: number,
): Promise<OpenedRequest & { readonly network: NetworkAnalysis }> {
  const request = await openRequest(session, path, options, batch);
  const { network } = request;
  if (network === undefined) throw noNetwork(path);
  return { ...request, network };
}

export function noNetwork(path: string): Failure {
  return new Failure(
    ({ failures: say }) => say('no-network', { path }),
    ({ failures: say }) => say('no-network.hint', { example: 'network Name() { input image: 224x224x3 }' }),
  );
}

function refusedParameter({ name, value, reason }: RefusedParameter): Failure {
  switch (reason.kind) {
    case 'unknown': {
      const { network, known } = reason;
      return unknownName(({ failures: say }) => say('unknown-parameter', { network, name }), name, known);
    }
    case 'unreadable':
      return new Failure(
        ({ failures: say }) => say('set-value', { name, value }),
        ({ failures: say, diagnostics }) =>
          reason.mistake === undefined ? say('set-value.hint') : messageOf(reason.mistake, diagnostics),
      );
    case 'unfit':
      return new Failure(
        ({ failures: say }) => say('set-unfit', { name, value }),
        ({ diagnostics }) => messageOf(reason.mistake, diagnostics),
      );
  }
}
