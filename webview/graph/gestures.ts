/**
 * Pointer and wheel on the canvas, told apart: a drag pans, a press without a drag is a click, the wheel pans, and with
 * ctrl (which is how a trackpad's pinch arrives) it zooms at the pointer. What they do is left to the handler.
 */

export interface GestureHandler {
  pan(dx: number, dy: number): void;
  /** Zoom by a factor at a point of the canvas. */
  zoom(at: { readonly x: number; readonly y: number }, factor: number): void;
  click(target: Element, event: PointerEvent): void;
  doubleClick(target: Element): void;
  hover(target: Element | null): void;
}

const dragThreshold = 4;
/** A wheel that counts in lines, and one that counts in pages. */
const lineHeight = 20;
const pageHeight = 400;

export function listenToGestures(canvas: HTMLElement, handler: GestureHandler): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  let press:
    | { id: number; x: number; y: number; lastX: number; lastY: number; target: Element; isDrag: boolean }
    | undefined;

  canvas.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button > 1 || !(event.target instanceof Element)) return;
      press = {
        id: event.pointerId,
        x: event.clientX,
        y: event.clientY,
        lastX: event.clientX,
        lastY: event.clientY,
        target: event.target,
        // The middle button always pans.
        isDrag: event.button === 1,
      };
      if (event.button === 1) event.preventDefault();
    },
    { signal },
  );
  canvas.addEventListener(
    'pointermove',
    (event) => {
      if (press === undefined || press.id !== event.pointerId) {
        if (event.target instanceof Element) handler.hover(event.target);
        return;
      }
      if (!press.isDrag && Math.hypot(event.clientX - press.x, event.clientY - press.y) > dragThreshold) {
        press.isDrag = true;
        canvas.setPointerCapture(event.pointerId);
        canvas.classList.add('is-dragging');
        handler.hover(null);
      }
      if (!press.isDrag) return;
      handler.pan(event.clientX - press.lastX, event.clientY - press.lastY);
      press.lastX = event.clientX;
      press.lastY = event.clientY;
    },
    { signal },
  );
  const end = (event: PointerEvent): void => {
    if (press?.id !== event.pointerId) return;
    const { target, isDrag } = press;
    press = undefined;
    canvas.classList.remove('is-dragging');
    if (!isDrag && event.type === 'pointerup' && event.button === 0) handler.click(target, event);
  };
  canvas.addEventListener('pointerup', end, { signal });
  canvas.addEventListener('pointercancel', end, { signal });
  canvas.addEventListener('pointerleave', () => handler.hover(null), { signal });
  canvas.addEventListener(
    'dblclick',
    (event) => {
      if (event.target instanceof Element) handler.doubleClick(event.target);
    },
    { signal },
  );
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === 1 ? lineHeight : event.deltaMode === 2 ? pageHeight : 1;
      if (event.ctrlKey || event.metaKey) {
        const rect = canvas.getBoundingClientRect();
        const delta = Math.max(-120, Math.min(120, event.deltaY * unit));
        // A pinch comes in many small steps, a notch of a wheel in one large one.
        const strength = Math.abs(delta) < 40 ? 0.01 : 0.002;
        handler.zoom({ x: event.clientX - rect.left, y: event.clientY - rect.top }, Math.exp(-delta * strength));
        return;
      }
      const isSideways = event.shiftKey && event.deltaX === 0;
      const dx = isSideways ? event.deltaY : event.deltaX;
      const dy = isSideways ? 0 : event.deltaY;
      handler.pan(-dx * unit, -dy * unit);
    },
    { signal, passive: false },
  );
  return () => controller.abort();
}
