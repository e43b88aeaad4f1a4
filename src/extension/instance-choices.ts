/**
 * Which instance of each module the text shows: hovers, inlay hints and lenses inside a module's body speak of the
 * chosen call. Remembered for the workspace; the server is told of every change.
 */

import * as vscode from 'vscode';
import { isChosenInstance, notifications, requests } from '../protocol/requests';
import type { ChosenInstance, InstancesParams } from '../protocol/server-messages';
import type { SayExtension } from '../words/extension';
import type { LanguageSession } from './language-session';

const storageKey = 'incept.chosenInstances';
/** The oldest are forgotten: modules come and go. */
const mostChoices = 200;

export class InstanceChoices {
  constructor(
    private readonly storage: vscode.Memento,
    private readonly say: SayExtension,
  ) {}

  all(): readonly ChosenInstance[] {
    const stored = this.storage.get<unknown>(storageKey);
    return Array.isArray(stored) ? stored.filter(isChosenInstance) : [];
  }

  /** Chooses a call for a module, or with no call all of them again. */
  async set(session: LanguageSession, module: { file: string; name: string }, call: ChosenInstance | undefined) {
    const others = this.all().filter((choice) => choice.file !== module.file || choice.module !== module.name);
    await this.keep(session, call === undefined ? others : [...others, call]);
  }

  /** Chooses a call for each of several modules. */
  async setAll(session: LanguageSession, calls: readonly ChosenInstance[]): Promise<void> {
    const known = this.all();
    const isOther = (choice: ChosenInstance): boolean =>
      !calls.some(({ file, module }) => choice.file === file && choice.module === module);
    if (
      calls.every((call) =>
        known.some((one) => one.path === call.path && one.network === call.network && one.file === call.file),
      )
    )
      return;
    await this.keep(session, [...known.filter(isOther), ...calls]);
  }

  private async keep(session: LanguageSession, choices: readonly ChosenInstance[]): Promise<void> {
    const kept = choices.slice(-mostChoices);
    await this.storage.update(storageKey, kept);
    await session.notify(notifications.setChoices, { choices: kept });
  }

  /** Lets the user choose among the calls of the module that is named, or that is at the cursor. */
  async ask(session: LanguageSession, params: InstancesParams): Promise<void> {
    const { module, instances } = await session.request(requests.instances, params);
    if (module === null) {
      void vscode.window.showInformationMessage(this.say('instance.no-module'));
      return;
    }
    if (instances.length === 0) {
      void vscode.window.showInformationMessage(this.say('instance.none', { module: module.name }));
      return;
    }
    const chosen = this.all().find((choice) => choice.file === module.file && choice.module === module.name);
    const several = new Set(instances.map(({ network }) => network)).size > 1;
    const shown = this.say('instance.shown');
    const all = {
      label: this.say('instance.all'),
      description: chosen === undefined ? shown : '',
      instance: undefined,
    };
    const items = instances.map((instance) => ({
      label: instance.path,
      description: chosen?.path === instance.path && chosen.network === instance.network ? shown : '',
      detail: several ? this.say('instance.in-network', instance) : instance.description,
      instance,
    }));
    const picked = await vscode.window.showQuickPick([all, ...items], {
      title: this.say('instance.title', { module: module.name }),
      placeHolder: this.say('instance.hint'),
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
