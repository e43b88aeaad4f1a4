/** What most commands begin with: open a file, analyse it with the user's overrides, pick the network. */

import type { Analysis, AnalysisOptions, NetworkAnalysis } from '../analysis/analysis';
import { defaultNetwork } from '../analysis/default-network';
import type { FileId } from '../base/span';
import type { Value } from '../ops/value';
import type { NetworkDeclaration } from '../syntax/tree';
import { Failure, unknownName } from './failure';
import type { NetworkOptions } from './options';
import { parseParameterValue } from './parameter-value';
import type { Session } from './session';

export interface Request {
  readonly id: FileId;
  readonly analysis: Analysis;
  /** Undefined where the file has no network that could be read. */
  readonly network: NetworkAnalysis | undefined;
}

/** Throws `Failure` for a file that cannot be read, or an unknown network or parameter. */
export async function openRequest(session: Session, path: string, options: NetworkOptions): Promise<Request> {
  const id = await session.workspace.open(path);
  const declared = (session.workspace.file(id)?.declarations ?? []).filter(
    (declaration): declaration is NetworkDeclaration => declaration.kind === 'network',
  );
  const name = options.network;
  const names = declared.map((declaration) => declaration.name?.text).filter((text) => text !== undefined);
  if (name !== undefined && !names.includes(name)) {
    throw unknownName(({ failures: say }) => say('unknown-network', { name }), name, names);
  }
  const chosen = name === undefined ? declared.at(-1) : declared.find((declaration) => declaration.name?.text === name);
  const analysis = await session.workspace.analysis(id, analysisOptions(options, chosen));
  const network =
    name === undefined ? defaultNetwork(analysis) : analysis.networks.find((candidate) => candidate.name === name);
  return { id, analysis, network };
}

/** As `openRequest`, for commands that can do nothing without a network. */
export async function openNetwork(
  session: Session,
  path: string,
  options: NetworkOptions,
): Promise<Request & { readonly network: NetworkAnalysis }> {
  const request = await openRequest(session, path, options);
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

function analysisOptions(options: NetworkOptions, network: NetworkDeclaration | undefined): AnalysisOptions {
  const parameters = new Map<string, Value>();
  for (const option of options.set) {
    const { name, value } = parseParameterValue(option);
    const known = (network?.parameters ?? []).map((parameter) => parameter.name.text);
    if (!known.includes(name)) {
      const of = network?.name?.text ?? '?';
      throw unknownName(({ failures: say }) => say('unknown-parameter', { network: of, name }), name, known);
    }
    parameters.set(name, value);
  }
  return {
    ...(parameters.size > 0 ? { parameters } : {}),
    ...(options.size === undefined ? {} : { inputShape: options.size }),
  };
}
