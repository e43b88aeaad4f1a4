/** elkjs's core as a script; in a worker and under a bundler its default export is the class behind the port. */
declare module 'elkjs/lib/elk-worker.min.js' {
  const ElkCore: unknown;
  export default ElkCore;
}
