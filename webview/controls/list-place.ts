/**
 * The list of a dropdown stands in the window: what scrolls around the dropdown would cut it off, and the toolkit asks the
 * window alone on which side there is room for it.
 */

/** Between the list and the edge of the window, in pixels. */
const margin = 4;

export function keepListInWindow(dropdown: HTMLElement): void {
  const place = (): void => {
    const list = dropdown.shadowRoot?.querySelector<HTMLElement>('.listbox');
    if (list === null || list === undefined) return;
    const { top, bottom, left, width } = dropdown.getBoundingClientRect();
    const [above, below] = [top - margin, window.innerHeight - bottom - margin];
    // What holds places that are fixed need not begin where the window does.
    Object.assign(list.style, {
      position: 'fixed',
      inset: 'auto',
      top: '0',
      left: '0',
      width: `${width}px`,
      maxHeight: 'none',
    });
    const origin = list.getBoundingClientRect();
    const isBelow = below >= origin.height || below >= above;
    const height = Math.min(origin.height, isBelow ? below : above);
    const y = isBelow ? bottom : top - height;
    list.style.top = `${y - origin.top}px`;
    list.style.left = `${left - origin.left}px`;
    list.style.maxHeight = `${height}px`;
  };
  new MutationObserver(() => {
    if (dropdown.hasAttribute('open')) {
      place();
      window.addEventListener('scroll', place, { capture: true, passive: true });
      window.addEventListener('resize', place);
    } else {
      window.removeEventListener('scroll', place, { capture: true });
      window.removeEventListener('resize', place);
    }
  }).observe(dropdown, { attributeFilter: ['open'] });
}
