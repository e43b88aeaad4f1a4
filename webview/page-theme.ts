/** The colours of a page: those of the system, or what a person has chosen for this browser. Every document of the page follows. */

import { oneOf } from '../src/base/guard';
import { keep, kept } from './kept';

export const themes = ['light', 'dark', 'high-contrast', 'high-contrast-light'] as const;
export type Theme = (typeof themes)[number];
export const themeChoices = ['system', ...themes] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const key = 'theme';
const isTheme = oneOf<Theme>(...themes);

const queries = {
  dark: window.matchMedia('(prefers-color-scheme: dark)'),
  contrast: window.matchMedia('(prefers-contrast: more), (forced-colors: active)'),
};

export function chosenTheme(): ThemeChoice {
  const stored = kept(key);
  return isTheme(stored) ? stored : 'system';
}

export function chooseTheme(choice: ThemeChoice): void {
  keep(key, choice === 'system' ? null : choice);
  // Of this document, which is told of no change of its own.
  window.dispatchEvent(new Event('storage'));
}

/** Sets the class that the colours hang on (page-themes.css), as VS Code does it. */
export function followTheme(page: Document): void {
  const set = (): void => {
    for (const theme of themes) page.body.classList.toggle(`vscode-${theme}`, theme === currentTheme());
  };
  set();
  for (const query of Object.values(queries)) query.addEventListener('change', set);
  window.addEventListener('storage', set);
}

function currentTheme(): Theme {
  const choice = chosenTheme();
  return choice === 'system' ? systemTheme() : choice;
}

export function systemTheme(): Theme {
  const isDark = queries.dark.matches;
  if (queries.contrast.matches) return isDark ? 'high-contrast' : 'high-contrast-light';
  return isDark ? 'dark' : 'light';
}
