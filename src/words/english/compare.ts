/** Why two networks cannot be put side by side. */

export const compare = {
  'no-file': 'there is no such file',
  'no-network': 'there is no network in it',
} as const;
