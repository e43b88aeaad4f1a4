/** How long the extension takes to wake up in a web extension host, by VS Code's own figure. */

import { openWebSession } from '../vscode/rig/web-extension';

/** Milliseconds that VS Code's list of running extensions gives, after a design is opened in a new window. */
export async function measureWebActivation(): Promise<number> {
  const session = await openWebSession({ file: 'googlenet.cnn' });
  try {
    await session.page.locator('.view-lines').getByText('112x112x64').first().waitFor({ timeout: 60_000 });
    await session.command('Developer: Show Running Extensions');
    const row = session.page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Incept' });
    // Until it is awake the list says so in place of a time.
    const time = row.locator('.activation-time', { hasText: /\d+ ?ms/ }).first();
    const told = await time.textContent({ timeout: 60_000 });
    return Number.parseInt(told?.replace(/\D+/, '') ?? '', 10);
  } finally {
    await session.screenshot('web-activation');
    await session.close();
  }
}
