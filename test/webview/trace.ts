/** Reads what Chromium traces (the categories below). */

export const traceCategories = ['toplevel', 'blink.user_timing'];

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Of the thread's own time on the processor, in microseconds. */
  readonly tdur?: number;
}

/**
 * The longest task of a page's main thread, in milliseconds of the processor: what other processes do does not count. The page is the
 * one that has set the mark (`performance.mark`) meanwhile: Chromium's own window is drawn by pages, too.
 */
export function longestTaskMs({ traceEvents }: { readonly traceEvents: readonly TraceEvent[] }, mark: string): number {
  const page = traceEvents.find(({ name }) => name === mark);
  if (page === undefined) throw new Error(`no page has set the mark ${mark}`);
  return traceEvents.reduce(
    (longest, { name, pid, tid, tdur = 0 }) =>
      name === 'ThreadControllerImpl::RunTask' && pid === page.pid && tid === page.tid
        ? Math.max(longest, tdur / 1000)
        : longest,
    0,
  );
}
