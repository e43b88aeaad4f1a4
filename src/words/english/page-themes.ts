/** Names of the themes that a page offers where no editor dresses it. */

export const pageThemes = {
  'theme.system': 'As the system',
  'theme.light': 'Light',
  'theme.dark': 'Dark',
  'theme.high-contrast': 'High contrast',
  'theme.high-contrast-light': 'High contrast, light',
} as const;
