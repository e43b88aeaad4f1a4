/** What any surface that has a log says of a mistake of ours, whose own words are no user's. */

export const mistake = 'Incept failed, which is a mistake of ours; its log says more';
