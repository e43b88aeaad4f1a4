/**
 * The page that a preview's webview starts from: a policy that lets in the panel's own script by its nonce, its own
 * style sheet and images, and a layout worker made from a Blob; nothing else. All content arrives by message.
 */

export interface PageParts {
  /** BCP 47; the page, whose words are its own, speaks the closest language that there is. */
  readonly language: string;
  readonly title: string;
  /** What the webview allows as a source of its own files. */
  readonly cspSource: string;
  /** Fresh for every page. */
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** Fetched by the page and started from a Blob: a worker from a resource address hangs. */
  readonly layoutWorkerUri: string;
  /** Fetched by the page for a report, whose script is the page's own. */
  readonly reportStyleUri: string;
  /** Loaded by the page when a statement is first edited. */
  readonly inspectorScriptUri: string;
  readonly inspectorStyleUri: string;
}

export function previewHtml(page: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    // Monaco sets styles of its own in the page, as the component library does where it asks the browser what it knows of CSS.
    `style-src ${page.cspSource} 'unsafe-inline'`,
    // A picture becomes PNG by way of an image of its own.
    `img-src ${page.cspSource} blob:`,
    // The icons of Monaco are in its style sheet.
    `font-src ${page.cspSource} data:`,
    `connect-src ${page.cspSource}`,
    'worker-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${text(page.language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${text(policy)}">
<meta property="csp-nonce" content="${text(page.nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>${text(page.title)}</title>
<link rel="stylesheet" href="${text(page.styleUri)}">
</head>
<body data-vscode-context="${text('{"preventDefaultContextMenuItems": true}')}">
<div id="app" data-layout-worker="${text(page.layoutWorkerUri)}" data-report-script="${text(page.scriptUri)}" data-report-style="${text(page.reportStyleUri)}" data-inspector-script="${text(page.inspectorScriptUri)}" data-inspector-style="${text(page.inspectorStyleUri)}"></div>
<script nonce="${text(page.nonce)}" src="${text(page.scriptUri)}"></script>
</body>
</html>
`;
}

/** The page of the course: its own script and style sheet, and nothing else. */
export function courseHtml(
  page: Pick<PageParts, 'language' | 'title' | 'cspSource' | 'nonce' | 'scriptUri' | 'styleUri'>,
): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource}`,
    `img-src ${page.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${text(page.language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${text(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1.0">
<title>${text(page.title)}</title>
<link rel="stylesheet" href="${text(page.styleUri)}">
</head>
<body>
<div id="app"></div>
<script nonce="${text(page.nonce)}" src="${text(page.scriptUri)}"></script>
</body>
</html>
`;
}

/** A page that says one thing, before there is a picture or where there is none. */
export function messageHtml(language: string, title: string, message: string): string {
  return `<!DOCTYPE html>
<html lang="${text(language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>${text(title)}</title>
</head>
<body><p role="status">${text(message)}</p></body>
</html>
`;
}

/** For the scripts of one page. */
export function freshNonce(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(18));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function text(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
