/**
 * Stands in for the native `@vscode/native-watchdog` in the cached code-server: ends this process when the process with
 * the given id is gone. A blocked event loop delays it, which is why the rig kills the process group as well.
 */

exports.start = (pid) => {
  setInterval(() => {
    try {
      process.kill(pid, 0);
    } catch {
      process.exit(87);
    }
  }, 2000).unref();
};
exports.exit = (code) => process.exit(code || 0);
