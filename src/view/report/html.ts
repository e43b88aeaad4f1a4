/**
 * The page of a report as one file of HTML. Its policy lets in its own script and style by their hashes, a layout worker that it
 * makes itself, and nothing else. What a file says stands in it as text and as JSON, never as markup or script.
 */

// A page that comes insecurely has no hashes of the browser's own.
import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64 } from '../../base/base64';
import { escaped, htmlText } from '../draw/svg-text';
import type { SvgNode } from '../draw/svg-tree';

export interface ReportParts {
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  /** For print, and for a browser without scripts. */
  readonly pages: SvgNode;
  /** JSON. */
  readonly data: string;
  /** Of the page, as they were built. */
  readonly script: string;
  readonly style: string;
  /** The script of the layout worker, deflated (RFC 1951). */
  readonly layoutWorker: Uint8Array;
}

export function reportHtml({ title, language, pages, data, ...built }: ReportParts): string {
  const script = withoutEnds(withoutMap(built.script));
  const style = withoutMap(built.style).replaceAll('</style', '<\\/style');
  const nonce = digest(data).slice(0, 22);
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${digest(script)}'`,
    // By the nonce the component library may ask the browser what it knows of CSS.
    `style-src 'sha256-${digest(style)}' 'nonce-${nonce}'`,
    'font-src data:',
    // A picture becomes PNG by way of an image of its own.
    'img-src blob:',
    'connect-src blob:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta property="csp-nonce" content="${escaped(nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<div id="app"></div>
${htmlText(pages)}
<script type="application/json" id="report-data">${data.replaceAll('<', '\\u003c')}</script>
<script type="text/plain" id="report-layout">${toBase64(built.layoutWorker)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** A file that is taken elsewhere leaves its map behind. */
export function withoutMap(text: string): string {
  return text.replace(/\n\/[/*]# sourceMappingURL=\S+(?: \*\/)?\s*$/, '\n');
}

/** What would end a script, or hide its end, in strings and patterns of that script. */
function withoutEnds(script: string): string {
  return script.replaceAll(/<(?=\/script|!--)/gi, '\\x3c');
}

function digest(text: string): string {
  return toBase64(sha256(new TextEncoder().encode(text)));
}
