/**
 * The LSP client library as a bundle of its own (scripts/build.ts): it is twenty times the rest of the extension, and
 * activation waits for neither its text to be read nor its modules to be set up.
 */

export * from 'vscode-languageclient/node';
