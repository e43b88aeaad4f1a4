/** A report of the runtime bench as Markdown: times, and ratios beside what they ought to be. */

import type { NetworkName } from './networks';
import type { PeerName } from './peers';
import type { Measurement, RuntimeReport } from './runtime';

interface Target {
  readonly what: string;
  readonly network: NetworkName;
  readonly peer: PeerName;
  readonly threads: number;
  readonly must: number;
  readonly aim: number;
}

const targets: readonly Target[] = [
  target('googlenet', 'onnxruntime-web', 1, 0.38, 0.28),
  target('googlenet', 'onnxruntime-web', 2, 0.4, 0.28),
  target('googlenet', 'tfjs-wasm', 1, 0.42, 0.32),
  target('googlenet without LRN', 'onnxruntime-node', 1, 2.5, 2),
  target('inception-v3', 'onnxruntime-web', 1, 0.5, 0.38),
];

function target(network: NetworkName, peer: PeerName, threads: number, must: number, aim: number): Target {
  return {
    what: `${network} against ${peer}, ${threads} thread${threads === 1 ? '' : 's'}`,
    network,
    peer,
    threads,
    must,
    aim,
  };
}

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
    ...memoryRow(report),
    ...firstRunRow(report),
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
  return [`| ${what} | ${ratio} | ${(ours.medianCpuMs / theirs.medianCpuMs).toFixed(2)} | ${must} | ${aim} |`];
}

function memoryRow(report: RuntimeReport): string[] {
  const ours = find(report, 'incept', 'googlenet', 1);
  const theirs = find(report, 'onnxruntime-web', 'googlenet', 1);
  if (ours === undefined || theirs === undefined) return [];
  return [
    `| memory, googlenet against onnxruntime-web | ${(ours.rssBytes / theirs.rssBytes).toFixed(2)} | | 0.6 | 0.4 |`,
  ];
}

function firstRunRow(report: RuntimeReport): string[] {
  const ours = find(report, 'incept', 'googlenet', 1);
  if (ours === undefined) return [];
  return [`| first run against median, googlenet | ${(ours.firstMs / ours.medianMs).toFixed(2)} | | 1.5 | 1.1 |`];
}
