/**
 * Moves an element that is a layer of its own (`will-change: transform`), as a frame of a pan does. By an animation that stands
 * still: the browser then tells its compositor of the move alone, where by a style it looks through all that the page has painted.
 */
export function layerMover(element: Element): (x: number, y: number) => void {
  const still = element.animate(keyframesAt(0, 0), { fill: 'both' });
  still.pause();
  return (x, y) => (still.effect as KeyframeEffect).setKeyframes(keyframesAt(x, y));
}

function keyframesAt(x: number, y: number): Keyframe[] {
  const transform = `translate(${x}px, ${y}px)`;
  return [{ transform }, { transform }];
}
