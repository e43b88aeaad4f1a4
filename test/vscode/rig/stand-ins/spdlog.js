/**
 * Stands in for the native logger `@vscode/spdlog` in the cached code-server, so that no compiler is needed: appends
 * lines to the log file, which is what the Output panel reads. It rotates nothing; a test run's logs are short.
 */

const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

class Logger {
  constructor(_kind, _name, file) {
    this.file = file;
    this.level = 2;
    this.formatted = true;
    this.lines = [];
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.appendFileSync(file, '');
  }

  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    this.lines.push(this.formatted ? `${time} [${levels[level]}] ${message}\n` : message);
    if (this.lines.length === 1) setImmediate(() => this.flush());
  }

  flush() {
    if (this.lines.length === 0) return;
    const text = this.lines.join('');
    this.lines = [];
    try {
      fs.appendFileSync(this.file, text);
    } catch {
      // The data folder is gone when a run ends; there is nobody left to read the line.
    }
  }

  trace(message) {
    this.write(0, message);
  }
  debug(message) {
    this.write(1, message);
  }
  info(message) {
    this.write(2, message);
  }
  warn(message) {
    this.write(3, message);
  }
  error(message) {
    this.write(4, message);
  }
  critical(message) {
    this.write(5, message);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {
    this.formatted = true;
  }
  clearFormatters() {
    this.formatted = false;
  }
  drop() {
    this.flush();
  }
}

// Written one by one: `import()` of this file finds only names that are assigned like this.
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (name, file) => new Logger('rotating', name, file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger('rotating_async', name, file);
