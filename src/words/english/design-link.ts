/** Why a link that holds a design does not open, in English. */

export const designLink = {
  damaged:
    'This link holds no whole design: a part of it is missing or was changed. Ask for it again, or for the files.',
  newer: 'This link was made by a newer version of Incept, which this one cannot read.',
  large: 'The design in this link is too large. Ask for the files in its place.',
} as const;
