/** The other commands, which the usual ones need not wait for. */

export * as advise from './advise';
export * as debug from './debug';
export * as export from './export';
export * as graph from './graph';
export * as import from './import';
export * as lsp from './lsp';
export * as mcp from './mcp';
export * as new from './new';
export * as report from './report';
export * as run from './run';
export * as sweep from './sweep';
