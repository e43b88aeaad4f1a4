/** `incept debug STAGE FILE`: what each stage makes of a file, as the golden files of the tests have it. */

import { Argument, type Command } from 'commander';
import { printPlan } from '../../plan/print';
import { viewOf } from '../../session/picture';
import { planOf } from '../../session/run';
import { refused } from '../failure';
import { costsDump, graphDump, shapesDump } from '../network-dump';
import { addNetworkOptions, addOutput, type NetworkOptions, type OutputOptions } from '../options';
import { openNetwork } from '../request';
import type { Session } from '../session';
import { visible } from '../style';
import { treeDump } from '../tree-dump';
import { viewDump } from '../view-dump';

interface DebugOptions extends NetworkOptions, OutputOptions {}

const stages = ['tree', 'graph', 'shapes', 'costs', 'view', 'plan'] as const;

export function define(command: Command, session: Session): void {
  command
    .addArgument(new Argument('<stage>', session.words.help('stage')).choices(stages))
    .argument('<file>', session.words.help('file'));
  addNetworkOptions(command, session.words.help);
  addOutput(command, session.words.help);
  command.action((stage: (typeof stages)[number], path: string, options: DebugOptions) =>
    debug(stage, path, options, session),
  );
}

async function debug(
  stage: (typeof stages)[number],
  path: string,
  options: DebugOptions,
  session: Session,
): Promise<void> {
  const lines = (await dump(stage, path, options, session)).split('\n');
  session.emit(lines.map(visible).join('\n'), options.output);
}

async function dump(
  stage: (typeof stages)[number],
  path: string,
  options: DebugOptions,
  session: Session,
): Promise<string> {
  if (stage === 'tree') {
    const file = session.workspace.file(await session.workspace.open(path));
    return file === undefined ? '' : treeDump(file, session.words.diagnostics);
  }
  const { id, asked, analysis, network } = await openNetwork(session, path, options);
  switch (stage) {
    case 'graph':
      return graphDump(network);
    case 'shapes':
      return shapesDump(network);
    case 'costs':
      return costsDump(network);
    case 'view':
      return viewDump((await viewOf(session.designs, id, asked))?.view ?? null, analysis, session);
    case 'plan': {
      const planned = await planOf(session.designs, id, asked);
      if ('refusal' in planned) throw refused(planned.refusal);
      return printPlan(planned.plan);
    }
  }
}
