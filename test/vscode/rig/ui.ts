/**
 * The real window, as a test inside the extension host sees it: it asks the runner over the bridge. Selectors are
 * Playwright's. Everything that the `vscode` API can do better (opening files, commands) is left to that API.
 */

import * as vscode from 'vscode';
import { type Box, bridgeVariable, type Place, type UiAnswer, type UiRequest } from './requests';

/** Sends one request and gives its value; throws the runner's words when it could not be done. */
export async function ask(request: UiRequest): Promise<unknown> {
  const address = process.env[bridgeVariable];
  if (address === undefined) throw new Error(`${bridgeVariable} is not set: these tests need the rig's runner`);
  const response = await fetch(address, { method: 'POST', body: JSON.stringify(request) });
  const answer = (await response.json()) as UiAnswer;
  if (!answer.ok) throw new Error(`${request.do}: ${answer.error}`);
  return answer.value;
}

/** Moves the cursor of the editor in use to a zero-based line and character, and hovers there in the real window. */
export async function hover(line: number, character: number): Promise<string> {
  await placeCursor(line, character);
  return (await ask({ do: 'hover-at-cursor' })) as string;
}

export async function placeCursor(line: number, character: number): Promise<void> {
  // None is active once a webview was clicked and the editor beside it shown anew.
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (editor === undefined) throw new Error('no editor is shown');
  // Focus may be in a webview; the hover finds its place by the focused editor's cursor.
  const shown = await vscode.window.showTextDocument(editor.document, editor.viewColumn, false);
  const position = new vscode.Position(line, character);
  shown.selection = new vscode.Selection(position, position);
  shown.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  // A command of the window is carried out after what was asked of it before: what is typed next is typed there.
  await vscode.commands.executeCommand('setContext', 'incept.test.cursor', `${line}:${character}`);
  await pause(300);
}

export async function press(keys: string): Promise<void> {
  await ask({ do: 'key', keys });
}

/** Types into whatever has the focus, key by key. */
export async function type(text: string): Promise<void> {
  await ask({ do: 'type', text });
}

export async function click(selector: string, place: Place = 'workbench', count = 1): Promise<void> {
  await ask({ do: 'click', place, selector, count });
}

export async function clickAt(x: number, y: number, count = 1): Promise<void> {
  await ask({ do: 'click-at', x, y, count });
}

export async function moveMouse(x: number, y: number): Promise<void> {
  await ask({ do: 'move', x, y });
}

export async function drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await ask({ do: 'drag', from, to });
}

/** Turns the wheel over a point; with `control`, browsers zoom. */
export async function wheel(x: number, y: number, deltaY: number, control = false): Promise<void> {
  await ask({ do: 'wheel', x, y, deltaY, control });
}

/** The visible text of every element that matches, in document order. */
export async function texts(selector: string, place: Place = 'workbench'): Promise<string[]> {
  return (await ask({ do: 'texts', place, selector })) as string[];
}

/** Where the first match is on the page, or null when it is not displayed. */
export async function box(selector: string, place: Place = 'workbench'): Promise<Box | null> {
  return (await ask({ do: 'box', place, selector })) as Box | null;
}

export async function waitFor(selector: string, place: Place = 'workbench', milliseconds = 30_000): Promise<void> {
  await ask({ do: 'wait', place, selector, state: 'visible', milliseconds });
}

export async function waitGone(selector: string, place: Place = 'workbench', milliseconds = 30_000): Promise<void> {
  await ask({ do: 'wait', place, selector, state: 'hidden', milliseconds });
}

/** Evaluates a JavaScript expression in the document and gives its JSON value. */
export async function evaluate(script: string, place: Place = 'workbench'): Promise<unknown> {
  return ask({ do: 'evaluate', place, script });
}

/** Saves the window's picture as out/screenshots/NAME.png. */
export async function screenshot(name: string): Promise<void> {
  await ask({ do: 'screenshot', name });
}

export async function resize(width: number, height: number): Promise<void> {
  await ask({ do: 'resize', width, height });
  await pause(300);
}

const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  hc: 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
} as const;

export async function setTheme(theme: keyof typeof themes): Promise<void> {
  const settings = vscode.workspace.getConfiguration('workbench');
  await settings.update('colorTheme', themes[theme], vscode.ConfigurationTarget.Global);
  await pause(500);
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Asks again until the answer is defined; throws with `what` when it never is. */
export async function eventually<T>(
  what: string,
  question: () => T | undefined | Promise<T | undefined>,
  milliseconds = 30_000,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const answer = await question();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${milliseconds / 1000} s`);
    await pause(100);
  }
}

/** What the messages of the window say, once they have these words. Toasts may be held back while it has no focus; the list has all of them. */
export function notified(words = /./): Promise<string> {
  return eventually(`a message of ${words}`, async () => {
    await vscode.commands.executeCommand('notifications.showList');
    const shown = (await texts('.notification-list-item-message')).join(' ');
    return words.test(shown) ? shown : undefined;
  });
}
