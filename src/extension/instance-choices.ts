/**
 * Which instance of each module the text shows: hovers, inlay hints and lenses inside a module's body speak of the
 * chosen call. Remembered for the workspace; the server is told of every change.
 */

import * as vscode from 'vscode';
import { isChosenInstance, notifications, requests } from '../protocol/requests';
import type { ChosenInstance, InstancesParams } from '../protocol/server-messages';
import type { LanguageSession } from './language-session';

const storageKey = 'incept.chosenInstances';
/** The oldest are forgotten: modules come and go. */
const mostChoices = 200;

export class InstanceChoices {
  constructor(private readonly storage: vscode.Memento) {}

  all(): readonly ChosenInstance[] {
    const stored = this.storage.get<unknown>(storageKey);
    return Array.isArray(stored) ? stored.filter(isChosenInstance) : [];
  }

  /** Chooses a call for a module, or with no call all of them again. */
  async set(session: LanguageSession, module: { file: string; name: string }, call: ChosenInstance | undefined) {
    const others = this.all().filter((choice) => choice.file !== module.file || choice.module !== module.name);
    const choices = call === undefined ? others : [...others, call].slice(-mostChoices);
    await this.storage.update(storageKey, choices);
    await session.notify(notifications.setChoices, { choices });
  }

  /** Lets the user choose among the calls of the module that is named, or that is at the cursor. */
  async ask(session: LanguageSession, params: InstancesParams): Promise<void> {
    const { module, instances } = await session.request(requests.instances, params);
    if (module === null) {
      void vscode.window.showInformationMessage(
        'Put the cursor into a module, or on a call of one, to choose an instance.',
      );
      return;
    }
    if (instances.length === 0) {
      void vscode.window.showInformationMessage(`No network that is open calls ${module.name}.`);
      return;
    }
    const chosen = this.all().find((choice) => choice.file === module.file && choice.module === module.name);
    const several = new Set(instances.map(({ network }) => network)).size > 1;
    const all = { label: 'All instances', description: chosen === undefined ? 'shown now' : '', instance: undefined };
    const items = instances.map((instance) => ({
      label: instance.path,
      description: chosen?.path === instance.path && chosen.network === instance.network ? 'shown now' : '',
      detail: several ? `${instance.network}: ${instance.description}` : instance.description,
      instance,
    }));
    const picked = await vscode.window.showQuickPick([all, ...items], {
      title: `Instance of ${module.name} to show`,
      placeHolder: 'Hovers and hints in the module speak of the chosen call',
      matchOnDetail: true,
    });
    if (picked === undefined) return;
    const call =
      picked.instance === undefined
        ? undefined
        : { file: module.file, module: module.name, network: picked.instance.network, path: picked.instance.path };
    await this.set(session, module, call);
  }
}
