/** The time of a page that has the preview's controller in itself. */
export const pageClock = {
  now: () => performance.now(),
  later(milliseconds: number, action: () => void) {
    const timer = setTimeout(action, milliseconds);
    return { cancel: () => clearTimeout(timer) };
  },
};
