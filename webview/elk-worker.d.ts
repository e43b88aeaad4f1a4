/** elkjs's core as a script, loaded for what it does to a worker's scope. */
declare module 'elkjs/lib/elk-worker.min.js';
