/** One animation at a time, eased out; asks the reader's wish for less motion each time. */

const durationMs = 160;

export function wantsLessMotion(): boolean {
  return (
    document.body.classList.contains('vscode-reduce-motion') ||
    window.matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}

/** Calls `step` with 0 to 1 once per frame, at last with 1. The returned function jumps to the end. */
export function animate(step: (t: number) => void): () => void {
  const startedAt = performance.now();
  let frame = 0;
  let isOver = false;
  const tick = (now: number): void => {
    const linear = Math.min(1, Math.max(0, now - startedAt) / durationMs);
    isOver = linear >= 1;
    step(1 - (1 - linear) ** 3);
    if (!isOver) frame = requestAnimationFrame(tick);
  };
  frame = requestAnimationFrame(tick);
  return () => {
    if (isOver) return;
    isOver = true;
    cancelAnimationFrame(frame);
    step(1);
  };
}
