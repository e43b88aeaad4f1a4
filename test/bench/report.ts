/** A report of the runtime bench as Markdown: times, and ratios beside what they ought to be. */

import { type NetworkName, networkNames } from './networks';
import type { PeerName } from './peers';
import type { Measurement, RuntimeReport } from './runtime';

interface Target {
  readonly what: string;
  readonly network: NetworkName;
  readonly peer: PeerName;
  readonly threads: number;
  readonly must: number;
  readonly aim?: number;
}

const targets: readonly Target[] = [
  target('googlenet', 'onnxruntime-web', 1, 0.33, 0.28),
  target('googlenet', 'onnxruntime-web', 2, 0.4, 0.28),
  target('googlenet', 'tfjs-wasm', 1, 0.42, 0.32),
  target('googlenet without LRN', 'onnxruntime-node', 1, 2.5, 2),
  target('inception-v3', 'onnxruntime-web', 1, 0.38),
  target('resnet50', 'onnxruntime-web', 1, 0.48),
  target('densenet121', 'onnxruntime-web', 1, 0.4),
  target('mobilenet-v2', 'onnxruntime-web', 1, 0.48),
  target('mobilenet-v1', 'onnxruntime-web', 1, 0.52),
  ...networkNames.filter((network) => network !== 'googlenet').map((network) => target(network, 'tfjs-wasm', 1, 1)),
];

function target(network: NetworkName, peer: PeerName, threads: number, must: number, aim?: number): Target {
  const what = `${network} against ${peer}, ${threads} thread${threads === 1 ? '' : 's'}`;
  return { what, network, peer, threads, must, ...(aim === undefined ? {} : { aim }) };
}

/** Two threads in the time of one, and memory as a share of onnxruntime-web's, at most. */
const mostOfOneThread = 0.6;
const mostOfTheirMemory = 0.5;

export function markdownReport(report: RuntimeReport): string {
  const lines = [
    `${report.machine}, Node ${report.node}; load ${report.load.map((value) => value.toFixed(1)).join(' to ')}.`,
    '',
    '| network | runtime | threads | median ms | fastest | quartiles | processor ms | first run | prepare | memory MiB |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...report.measurements.map(row),
    '',
    '| time ratio | reached | by processor time | must | aim |',
    '|---|---|---|---|---|',
    ...targets.flatMap((wanted) => ratioRow(report, wanted)),
    ...networkNames.flatMap((network) => ownRows(report, network)),
  ];
  if (report.failures.length > 0) lines.push('', ...report.failures.map((failure) => `- ${failure}`));
  return `${lines.join('\n')}\n`;
}

function row(m: Measurement): string {
  const [low, high] = m.quartilesMs;
  const cells = [
    m.network,
    m.peer,
    m.threads,
    m.medianMs.toFixed(1),
    m.fastestMs.toFixed(1),
    `${low.toFixed(1)} to ${high.toFixed(1)}`,
    m.medianCpuMs.toFixed(1),
    m.firstMs.toFixed(1),
    m.prepareMs.toFixed(0),
    (m.rssBytes / 2 ** 20).toFixed(0),
  ];
  return `| ${cells.join(' | ')} |`;
}

function find(report: RuntimeReport, peer: PeerName, network: NetworkName, threads: number): Measurement | undefined {
  return report.measurements.find((m) => m.peer === peer && m.network === network && m.threads === threads);
}

function ratioRow(report: RuntimeReport, { what, network, peer, threads, must, aim }: Target): string[] {
  const ours = find(report, 'incept', network, threads);
  const theirs = find(report, peer, network, threads);
  if (ours === undefined || theirs === undefined) return [];
  const ratio = (ours.medianMs / theirs.medianMs).toFixed(2);
  return [`| ${what} | ${ratio} | ${(ours.medianCpuMs / theirs.medianCpuMs).toFixed(2)} | ${must} | ${aim ?? ''} |`];
}

function ownRows(report: RuntimeReport, network: NetworkName): string[] {
  const ours = find(report, 'incept', network, 1);
  if (ours === undefined) return [];
  const theirs = find(report, 'onnxruntime-web', network, 1);
  const onTwo = find(report, 'incept', network, 2);
  const rows = [
    `| ${network}, first run against median | ${(ours.firstMs / ours.medianMs).toFixed(2)} | ${(ours.firstCpuMs / ours.medianCpuMs).toFixed(2)} | 1.5 | 1.1 |`,
  ];
  if (onTwo !== undefined) {
    const ratio = (onTwo.medianMs / ours.medianMs).toFixed(2);
    rows.push(`| ${network}, two threads against one | ${ratio} | | ${mostOfOneThread} | |`);
  }
  if (theirs !== undefined) {
    const ratio = (ours.rssBytes / theirs.rssBytes).toFixed(2);
    rows.push(`| ${network}, memory against onnxruntime-web | ${ratio} | | ${mostOfTheirMemory} | 0.4 |`);
  }
  return rows;
}

/** What the table of a README says beside figures. */
interface TableWords {
  caption(machine: string, node: string, runs: number, before: string, after: string): string;
  readonly columns: readonly [first: string, memory: string];
  title(name: string): string;
}

const tableWords: Readonly<Record<ReadmeLanguage, TableWords>> = {
  en: {
    caption: (machine, node, runs, before, after) =>
      `${machine}, Node ${node}; medians of at least ${runs} runs, under a load of ${before} to ${after}.`,
    columns: ['first run', 'memory, MiB'],
    title: (name) => name,
  },
  'zh-CN': {
    caption: (machine, node, runs, before, after) =>
      `${machine}，Node ${node}；至少 ${runs} 次运行的中位数，系统负载 ${before} 到 ${after}。`,
    columns: ['首次运行', '内存，MiB'],
    title: (name) => name.replace(', ', '，').replace(' (', '（').replace(')', '）').replace('native', '原生'),
  },
};

export type ReadmeLanguage = 'en' | 'zh-CN';

/** The runtimes as the README names them. */
const peerTitles: readonly (readonly [PeerName, string])[] = [
  ['incept', 'Incept'],
  ['incept exact', 'Incept, `--exact`'],
  ['onnxruntime-web', 'onnxruntime-web (WebAssembly)'],
  ['tfjs-wasm', 'TensorFlow.js (WebAssembly)'],
  ['onnxruntime-node', 'onnxruntime-node (native)'],
];

/** For the README in that language: medians of a run's processor time on one thread, in milliseconds, and memory in MiB, a row for each network. */
export function readmeTable(report: RuntimeReport, language: ReadmeLanguage): string {
  const words = tableWords[language];
  const peers = peerTitles.filter(([peer]) => report.measurements.some((m) => m.peer === peer));
  const networks = networkNames.filter((network) => find(report, 'incept', network, 1) !== undefined);
  const time = (peer: PeerName, network: NetworkName): string =>
    find(report, peer, network, 1)?.medianCpuMs.toFixed(1) ?? '';
  const memory = (peer: PeerName, network: NetworkName): string => {
    const bytes = find(report, peer, network, 1)?.rssBytes;
    return bytes === undefined ? '?' : (bytes / 2 ** 20).toFixed(0);
  };
  const row = (network: NetworkName): string => {
    const first = find(report, 'incept', network, 1)?.firstCpuMs.toFixed(1) ?? '';
    const memories = `${memory('incept', network)} / ${memory('onnxruntime-web', network)}`;
    return `| ${[network, ...peers.map(([peer]) => time(peer, network)), first, memories].join(' | ')} |`;
  };
  const runs = Math.min(...report.measurements.map((m) => m.runs));
  const [before, after] = report.load.map((load) => load.toFixed(1));
  return [
    words.caption(report.machine, report.node, runs, before ?? '', after ?? ''),
    '',
    `| | ${[...peers.map(([, title]) => words.title(title)), ...words.columns].join(' | ')} |`,
    `|---|${'--:|'.repeat(peers.length + 2)}`,
    ...networks.map(row),
  ].join('\n');
}
