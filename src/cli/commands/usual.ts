/** The commands that are asked for again and again, each by its name; loaded together, as they share most of what they need. */

export * as check from './check';
export * as cost from './cost';
export * as diff from './diff';
export * as explain from './explain';
export * as fmt from './fmt';
