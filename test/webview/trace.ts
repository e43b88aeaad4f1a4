/** Reads what Chromium traces (the categories `toplevel` and `__metadata`). */

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Of the thread's own time on the processor, in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** The longest task of a page's main thread, in milliseconds of the processor: what other processes do does not count. */
export function longestTaskMs({ traceEvents }: { readonly traceEvents: readonly TraceEvent[] }): number {
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const main = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(threadOf),
  );
  return traceEvents.reduce(
    (longest, event) =>
      event.name === 'ThreadControllerImpl::RunTask' && main.has(threadOf(event))
        ? Math.max(longest, (event.tdur ?? 0) / 1000)
        : longest,
    0,
  );
}
