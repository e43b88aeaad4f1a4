/**
 * The course as a page of one file, dist/course.html: for any host and any path, and for a folder without one.
 *
 *   npm run course
 */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The page, which may run its own script and nothing else, and reaches nothing outside of itself. */
export async function coursePage(): Promise<string> {
  return (await courseParts('webview/course/page.ts')).html;
}

/** A page that starts with another script, and what its bundle has read. `runWorker` is the address of a worker that may be started. */
export async function courseParts(
  entry: string,
  runWorker?: string,
): Promise<{ readonly html: string; readonly metafile: esbuild.Metafile }> {
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: '/',
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    charset: 'utf8',
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'error',
  });
  const part = (extension: string): string => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? '';
  const script = part('.js').replaceAll('</script', '<\\/script');
  const style = part('.css');
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const example = readFileSync(join(root, 'examples', 'googlenet.cnn'), 'utf8');
  const workers = runWorker === undefined ? '' : "; worker-src 'self' blob:";
  const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}${workers}`;
  const html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<title>Incept course</title>
<style>${style}</style>
</head>
<body>
<div id="app"${runWorker === undefined ? '' : ` data-run-worker="${runWorker}"`}></div>
<template id="googlenet">${example.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</template>
<script>${script}</script>
</body>
</html>
`;
  return { html, metafile };
}

async function main(): Promise<void> {
  const file = join(root, 'dist', 'course.html');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await coursePage());
  console.log(`course: ${relative(root, file)}`);
}

if (process.argv[1] !== undefined && relative(process.argv[1], fileURLToPath(import.meta.url)) === '') {
  main().catch((problem: unknown) => {
    console.error(`course: ${problem instanceof Error ? problem.message : String(problem)}`);
    process.exitCode = 1;
  });
}
