/** What can be wrong with a file of the world, in English. */

export const files = {
  missing: 'cannot read {name}: there is no such file',
  folder: 'cannot read {name}: it is a folder',
  special: 'cannot read {name}: it is not a file',
  denied: 'cannot read {name}: reading or writing it is not permitted',
  parent: 'cannot read {name}: a part of the path is a file',
  encoding: 'cannot read {name}: it is not UTF-8 text',
  large: 'cannot read {name}: it is larger than {limit} MiB',
  other: 'cannot read {name}: {reason}',
} as const;
