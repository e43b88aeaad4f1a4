/** Whether a key is meant for a field that is written in: no letter is a command there. */

export function isTyping(event: KeyboardEvent): boolean {
  // The real target hides inside the field's shadow tree.
  const target = event.composedPath()[0];
  return target instanceof Element && target.matches('input:not([type=range]), textarea, [contenteditable]');
}
