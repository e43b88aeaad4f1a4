/**
 * The page: texts at one side, their preview at the other, a row above and one below. What is known of a design comes from the language
 * server, what is shown of it from the preview's controller; here they meet the browser.
 */

import type { Diagnostic, Position, WorkspaceEdit } from 'vscode-languageserver-protocol';
import type { TextEdit } from '../src/base/diagnostic';
import { isRecord, isText } from '../src/base/guard';
import { LineIndex } from '../src/base/line-index';
import type { FileId } from '../src/base/span';
import type { PreviewTab } from '../src/protocol/messages';
import { isChosenInstance, requests } from '../src/protocol/requests';
import { largestFileBytes } from '../src/protocol/run';
import type { ChosenInstance } from '../src/protocol/server-messages';
import { isDesignName, type LinkedDesign, mostDesignFiles, readDesignLink } from '../src/session/design-link';
import { type Preset, Presets } from '../src/session/presets';
import type { PickedFile, TextCursor, TextPlace } from '../src/session/preview-ports';
import { KnownProblem, problemText, toldText } from '../src/session/problem-text';
import { RequestSource } from '../src/session/request-source';
import type { PlaygroundWords } from '../src/words/playground';
import type { DesignFiles } from '../src/workspace/file-system';
import { applyEdits, byFile } from '../src/workspace/text-edits';
import { idFrom, isBelow } from '../src/workspace/uri';
import { setText } from '../webview/app/element';
import { isImageFile } from '../webview/app/given-images';
import { askLine, pick } from './dialogs';
import type { DesignEditor } from './editor/design-editor';
import { loadEditor } from './editor/load-editor';
import { Examples } from './examples';
import { pickFiles } from './files';
import { LanguageServer } from './language/server';
import { ModelDrop } from './models';
import { Notices } from './notices';
import { keepOffline } from './offline';
import { createPageFrame, type PageFrame } from './page-frame';
import { Preview } from './preview';
import { type Desk, pickPreset, previewEditor } from './preview-editor';
import { linkIn } from './routes';
import { shareDesign } from './share';
import { startDesign } from './start-design';
import { storeDesign, storedDesign } from './storage';
import { designFolder, TextStore } from './texts';
import { ValueRow } from './value-row';

/** So long after the last change a design is kept. */
const storeDelayMs = 300;
/** So long after the view was sent the picture is drawn. */
const editorDelayMs = 100;
/** For a picture that does not come. */
const longestWaitMs = 4000;

export class Playground implements Desk {
  readonly texts = new TextStore();
  private readonly examples = new Examples();
  private readonly frame: PageFrame;
  private readonly notices: Notices;
  private readonly server: LanguageServer;
  private readonly source: RequestSource;
  private readonly value: ValueRow;
  private readonly preview: Preview;
  private readonly presets: Presets;
  private readonly models: ModelDrop;
  private readonly diagnosed = new Map<FileId, readonly Diagnostic[]>();
  private editor: DesignEditor | undefined;
  private shown: FileId;
  /** What the next runs with images take. */
  private readonly chosenImages = new Map<FileId, File>();
  private readonly weightsOf = new Map<FileId, PickedFile>();
  private readonly chosenFiles = new Map<
    'weights' | 'labels',
    { readonly file: FileId; readonly content: File; readonly all: readonly File[] }
  >();
  private filesChosen = 0;
  private loading: Promise<void> | undefined;
  /** Where the caret goes as soon as there is an editor. */
  private pendingCaret: number | undefined;
  private storeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    root: HTMLElement,
    readonly words: PlaygroundWords,
  ) {
    const say = words.playground;
    this.value = new ValueRow({
      words,
      source: () => this.source,
      place: () => ({ file: this.shown, ...this.preview.looked }),
      write: (edits) => {
        for (const [file, list] of byFile(edits)) this.edit(file, list, true);
      },
      log: (problem) => console.info(problemText(problem)),
    });
    this.frame = createPageFrame(
      root,
      words,
      {
        newFromPreset: () => void this.newFromPreset(),
        share: () => shareDesign(this.design(), words),
        addFile: () => void this.askNewFile(),
        openFile: () => void this.openFile(),
        show: (file) => this.show(file),
        rename: (file) => void this.rename(file),
        remove: (file) => this.remove(file),
        startOver: () => this.replace(startDesign()),
        key: (text) => this.editor?.type(text),
        command: (command) => this.editor?.command(command),
        problems: () => this.editor?.command('next-problem'),
        chooseTab: (tab) => this.chooseTab(tab),
      },
      this.value.root,
    );
    this.notices = new Notices(this.frame.notices, words);
    const link = this.takeLink();
    const kept = storedDesign();
    const design = link ?? kept ?? startDesign();
    this.shown = this.texts.replace(design);
    if (link !== undefined && kept !== undefined) this.tellReplaced(kept);
    this.server = new LanguageServer({
      start: (options) => new Worker('server.js', options),
      texts: this.texts,
      files: this.files(),
      root: designFolder,
      locale: words.language.tag,
      readFile: (image) => this.readFile(image),
      readWeights: async ({ file, name }, signal) => {
        const chosen = this.chosenFiles.get('weights');
        if (chosen?.file !== file) throw new KnownProblem(words.extension('file.unreadable', { name }));
        return this.models.weights(chosen.content, chosen.all, signal);
      },
      events: {
        analyzed: (file) => {
          this.preview.controller?.fileChanged(file);
          this.value.later();
        },
        diagnosed: (file, diagnostics) => this.mark(file, diagnostics),
        stopped: (isLast) => this.notices.tell(say(isLast ? 'server.stays-down' : 'server.stopped')),
        log: (message) => console.info(message),
      },
    });
    this.source = new RequestSource(this.server);
    this.presets = new Presets({
      files: () => this.examples.ids(),
      facts: (uri) => this.server.request(requests.preset, { uri }),
    });
    this.preview = new Preview({
      place: this.frame.preview,
      source: this.source,
      presets: this.presets,
      words,
      editorOf: (file) => previewEditor(file, this),
      looked: () => {
        this.later();
        this.value.later();
      },
      shows: (tab, isComparing) => this.frame.setTab(tab, isComparing),
      drawn: () => this.wantEditor(),
      dragged: (kind, files) => (kind === 'drop' ? void this.take(files) : this.frame.setDragged(true)),
      log: (message) => console.info(message),
      tell: (problem) => this.notices.tell(toldText(problem, words.extension('mistake'))),
    });
    this.models = new ModelDrop(words, this.notices, (name, text) => this.addFile(name, text));
    this.texts.onChange(() => this.later());
    this.show(this.shown, { network: design.network, node: design.node });
    this.frame.onDrop((files) => void this.take(files));
    window.addEventListener('hashchange', () => {
      const sent = this.takeLink();
      if (sent !== undefined) this.replace(sent);
    });
    window.addEventListener('pagehide', () => this.store());
    setTimeout(() => this.wantEditor(), longestWaitMs);
  }

  cursor(): TextCursor | undefined {
    const text = this.texts.get(this.shown);
    if (text === undefined || this.editor === undefined) return undefined;
    return { file: this.shown, version: text.version, offset: this.editor.offset };
  }

  show(file: FileId, looked: { network: string | undefined; node: string | undefined } | undefined = undefined): void {
    const isOther = file !== this.shown || this.preview.controller?.file !== file;
    this.shown = file;
    if (this.editor === undefined) this.frame.showWaiting(this.texts.get(file)?.text ?? '');
    else this.editor.show(file);
    if (isOther) this.preview.show(file, looked ?? { network: undefined, node: undefined });
    this.render();
    this.later();
  }

  highlight(place: TextPlace): void {
    if (place.file === this.shown) this.editor?.highlight(place, place.caret);
  }

  clearHighlight(): void {
    this.editor?.clearHighlight();
  }

  putCaret(offset: number): void {
    this.pendingCaret = offset;
    this.editor?.putCaret(offset);
    this.editor?.focus();
  }

  edit(file: FileId, edits: readonly TextEdit[], goesOn = false): void {
    const before = this.texts.get(file);
    if (before === undefined) return;
    if (this.editor === undefined) this.texts.write(file, applyEdits(before.text, edits));
    else this.editor.edit(file, edits, goesOn);
  }

  /** In one region the page says which tab is in front, and the preview follows. */
  private chooseTab(tab: PreviewTab): void {
    this.frame.setTab(tab);
    this.preview.controller?.show(tab);
  }

  presetText({ file }: Preset): string {
    return this.examples.text(file);
  }

  addFile(name: string, text: string, caret = 0): void {
    if (this.texts.files().length >= mostDesignFiles) {
      this.notices.tell(this.words.playground('file.many', { most: mostDesignFiles }));
      return;
    }
    this.show(this.texts.add({ name, text }));
    this.putCaret(caret);
  }

  keepImages(images: readonly File[]): readonly PickedFile[] {
    this.chosenImages.clear();
    return images.map((image, index) => {
      const file = `playground:/images/${index}/${encodeURIComponent(image.name)}`;
      this.chosenImages.set(file, image);
      return { file, name: image.name };
    });
  }

  keepFile(kind: 'weights' | 'labels', all: readonly File[]): PickedFile | undefined {
    // The parts of a model of TensorFlow.js come with its JSON.
    const content = all.find(({ name }) => name.toLowerCase().endsWith('.json')) ?? all[0];
    if (content === undefined) return undefined;
    this.filesChosen++;
    const file = `playground:/${kind}/${this.filesChosen}`;
    this.chosenFiles.set(kind, { file, content, all });
    return { file, name: content.name };
  }

  /** Where no other design has had another file chosen since: one is held at a time. */
  keptWeights(design: FileId): PickedFile | undefined {
    const kept = this.weightsOf.get(design);
    return kept?.file === this.chosenFiles.get('weights')?.file ? kept : undefined;
  }

  keepWeights(design: FileId, weights: PickedFile | undefined): void {
    if (weights === undefined) this.weightsOf.delete(design);
    else this.weightsOf.set(design, weights);
  }

  private async readFile({ file, name }: PickedFile): Promise<Uint8Array> {
    const say = this.words.extension;
    const chosen = [...this.chosenFiles.values()].find((one) => one.file === file);
    const image = chosen?.content ?? this.chosenImages.get(file);
    if (image === undefined) throw new KnownProblem(say('file.unreadable', { name }));
    if (image.size > largestFileBytes) {
      throw new KnownProblem(say('image.too-large', { name, megabytes: largestFileBytes / 2 ** 20 }));
    }
    try {
      return new Uint8Array(await image.arrayBuffer());
    } catch {
      throw new KnownProblem(say('file.unreadable', { name }));
    }
  }

  /** What there is beside the texts of the design, which the server has open. */
  private files(): DesignFiles {
    const { files: examples } = this.examples;
    return {
      readText: async (id) => this.texts.get(id)?.text ?? examples.readText(id),
      canonical: async (id) => (this.texts.get(id) === undefined ? examples.canonical(id) : id),
      list: async (folder) => this.texts.files().filter((id) => isBelow(folder, id)),
    };
  }

  private design(): LinkedDesign {
    const files = this.texts.all();
    const shown = this.texts.files().indexOf(this.shown);
    const { network, node } = this.preview.looked;
    return { files, shown: Math.max(0, shown), network, node };
  }

  /** Another design in place of this one, which can be had back. */
  private replace(design: LinkedDesign): void {
    const before = this.design();
    const file = this.texts.replace(design);
    this.shown = '';
    this.show(file, { network: design.network, node: design.node });
    this.tellReplaced(before);
  }

  private tellReplaced(before: LinkedDesign): void {
    const say = this.words.playground;
    this.notices.tell(say('replaced'), { label: say('replaced.back'), act: () => this.replace(before) });
  }

  /** The design that the address holds, which then holds it no longer: from now on this browser does. */
  private takeLink(): LinkedDesign | undefined {
    const link = linkIn(location.hash);
    if (link === undefined) return undefined;
    history.replaceState(null, '', location.pathname + location.search);
    const read = readDesignLink(link);
    if ('design' in read) return read.design;
    this.notices.tell(this.words.designLink(read.problem));
    return undefined;
  }

  /** The picture comes first: both would take twice as long. */
  private wantEditor(): void {
    this.loading ??= new Promise((resolve) => setTimeout(resolve, editorDelayMs)).then(() => this.loadEditor());
  }

  private async loadEditor(): Promise<void> {
    const { words, texts, server } = this;
    // Behind the text that is read meanwhile.
    const loaded = await loadEditor({
      container: this.frame.editor,
      texts,
      server,
      words,
      moved: () => {
        const cursor = this.cursor();
        if (cursor !== undefined) this.preview.controller?.cursorMoved(cursor);
      },
      open: (file, offset) => {
        this.show(file);
        this.putCaret(offset);
      },
      run: (command, argument) => {
        this.run(command, argument).catch((problem: unknown) => console.info(problemText(problem)));
      },
    });
    this.editor = loaded.editor;
    this.frame.showWaiting(undefined);
    if (loaded.isSubstitute) this.notices.tell(words.playground('editor.plain'));
    this.editor.show(this.shown);
    for (const [file, diagnostics] of this.diagnosed) this.editor.mark(file, diagnostics);
    if (this.pendingCaret !== undefined) this.editor.putCaret(this.pendingCaret);
    // All files once more, if only from the disk: they must not hold up what is waited for.
    void keepOffline({
      kept: () => {
        this.frame.offline.hidden = false;
      },
      renewed: (take) => {
        const say = words.playground;
        this.notices.tell(say('renewed'), { label: say('renewed.take'), act: take }, true);
      },
    });
  }

  private mark(file: FileId, diagnostics: readonly Diagnostic[]): void {
    this.diagnosed.set(file, diagnostics);
    this.editor?.mark(file, diagnostics);
    this.render();
  }

  /** A command of a link or a lens. */
  private async run(command: string, argument: unknown): Promise<void> {
    const { uri, file, network, path } = isRecord(argument) ? argument : {};
    const wanted = isText(uri) ? uri : isText(file) ? file : this.shown;
    if (command === 'incept.chooseInstance') {
      await this.chooseInstance(argument);
      return;
    }
    if (wanted !== this.shown && this.texts.get(wanted) !== undefined) this.show(wanted);
    const { controller } = this.preview;
    if (controller === undefined) return;
    if (isText(network)) await controller.showNetwork(network);
    if (command === 'incept.explain' && isText(network) && isText(path)) {
      await controller.showNode('layer', network, path);
    }
    if (command === 'incept.showCostTable') controller.show('cost');
    if (command === 'incept.openPreview') controller.show('graph');
    if (command === 'incept.runSampleInference') {
      await controller.startRun({ input: 'random', seed: 1, upto: null, verify: false });
    }
  }

  async showInstances(uri: FileId, network: string, path: string): Promise<void> {
    const calls = await this.server.request(requests.callsAround, { uri, network, path });
    const others = this.server.chosen.filter(
      (choice) => !calls.some(({ file, module }) => choice.file === file && choice.module === module),
    );
    await this.server.setChoices([...others, ...calls]);
  }

  /** With a call: chooses it. With a module's name: asks. */
  private async chooseInstance(argument: unknown): Promise<void> {
    const others = (file: string, module: string): readonly ChosenInstance[] =>
      this.server.chosen.filter((choice) => choice.file !== file || choice.module !== module);
    if (isChosenInstance(argument)) {
      await this.server.setChoices([...others(argument.file, argument.module), argument]);
      return;
    }
    const { file, module: name } = isRecord(argument) ? argument : {};
    if (!isText(file) || !isText(name)) return;
    const { module, instances } = await this.server.request(requests.instances, {
      uri: this.shown,
      file,
      module: name,
    });
    const say = this.words.extension;
    if (module === null || instances.length === 0) {
      this.notices.tell(say('instance.none', { module: name }));
      return;
    }
    const title = say('instance.title', { module: module.name });
    const all = { label: say('instance.all'), value: null };
    const calls = instances.map((instance) => ({
      label: instance.path,
      detail: say('instance.in-network', instance),
      value: instance,
    }));
    const picked = await pick<(typeof instances)[number] | null>(this.words, title, [all, ...calls]);
    if (picked === undefined) return;
    const rest = others(module.file, module.name);
    const chosen =
      picked === null ? [] : [{ file: module.file, module: module.name, network: picked.network, path: picked.path }];
    await this.server.setChoices([...rest, ...chosen]);
  }

  private async newFromPreset(): Promise<void> {
    try {
      const preset = await pickPreset(this.words, this.presets.list());
      if (preset !== undefined) this.addFile(`${preset.name}.cnn`, this.presetText(preset), preset.caret);
    } catch (problem) {
      this.fail(problem);
    }
  }

  private async askNewFile(): Promise<void> {
    const name = await this.askName('file.add', 'network.cnn', undefined);
    if (name !== undefined) this.addFile(name, '');
  }

  private async rename(file: FileId): Promise<void> {
    const before = this.texts.get(file);
    if (before === undefined) return;
    const name = await this.askName('file.rename', before.name, file);
    if (name === undefined || name === before.name) return;
    for (const edit of await this.importsAfter(file, idFrom(designFolder, name))) this.edit(edit.file, [edit]);
    const renamed = this.texts.rename(file, name);
    if (renamed === undefined) return;
    if (this.shown === file) this.show(renamed);
    this.render();
  }

  /** What others import it by, once it is called so. */
  private async importsAfter(oldUri: FileId, newUri: FileId): Promise<readonly TextEdit[]> {
    const asked = { files: [{ oldUri, newUri }] };
    const found = await this.server.ask<WorkspaceEdit | null>('workspace/willRenameFiles', asked);
    return Object.entries(found?.changes ?? {}).flatMap(([file, edits]) => {
      const lines = new LineIndex(this.texts.get(file)?.text ?? '');
      const offset = ({ line, character }: Position): number => lines.lineStart(line) + character;
      return edits.map(({ range: { start, end }, newText }) => ({
        file,
        span: { start: offset(start), end: offset(end) },
        newText,
      }));
    });
  }

  private askName(title: 'file.add' | 'file.rename', value: string, file: FileId | undefined) {
    const say = this.words.playground;
    return askLine(this.words, say(title), value, (name) => {
      if (!isDesignName(name)) return say('file.name.refused');
      return this.texts.isTaken(name, file) ? say('file.name.taken') : undefined;
    });
  }

  private remove(file: FileId): void {
    const say = this.words.playground;
    const before = this.design();
    const name = this.texts.get(file)?.name ?? '';
    this.texts.remove(file);
    this.diagnosed.delete(file);
    const [next] = this.texts.files();
    if (next === undefined) this.addFile('network.cnn', '');
    else if (file === this.shown) this.show(next);
    this.render();
    this.notices.tell(say('file.removed', { name }), {
      label: say('file.undo'),
      act: () => this.show(this.texts.replace(before)),
    });
  }

  async openFile(): Promise<void> {
    await this.take(await pickFiles(''));
  }

  /** Designs are opened, images run on, models of other frameworks imported. */
  private async take(files: readonly File[]): Promise<void> {
    this.frame.setDragged(false);
    try {
      for (const file of files.filter(({ name }) => name.toLowerCase().endsWith('.cnn'))) {
        this.addFile(file.name, await file.text());
      }
      const images = files.filter(isImageFile);
      if (images.length > 0) {
        this.preview.controller?.takeImages(this.keepImages(images));
        this.preview.controller?.show('run');
      }
      await this.models.take(files.filter((file) => !isImageFile(file) && !file.name.toLowerCase().endsWith('.cnn')));
    } catch (problem) {
      this.fail(problem);
    }
  }

  private fail(problem: unknown): void {
    console.info(problemText(problem));
    this.notices.tell(toldText(problem, this.words.playground('mistake')));
  }

  private later(): void {
    clearTimeout(this.storeTimer);
    this.storeTimer = setTimeout(() => {
      this.store();
      void this.tellCosts();
    }, storeDelayMs);
  }

  private store(): void {
    clearTimeout(this.storeTimer);
    const isKept = storeDesign(this.design());
    setText(this.frame.saved, this.words.playground(isKept ? 'saved' : 'saved.not'));
    // Where there is no room for the row it is there for this.
    this.frame.saved.classList.toggle('is-lost', !isKept);
  }

  private async tellCosts(): Promise<void> {
    const summary = await this.server.request(requests.summary, { uri: this.shown });
    const amount = summary?.multiplies;
    setText(this.frame.costs, amount === undefined ? '' : this.words.playground('status.multiplies', { amount }));
  }

  private render(): void {
    const say = this.words.playground;
    const files = this.texts.files().map((id) => ({
      id,
      name: this.texts.get(id)?.name ?? '',
      problems: (this.diagnosed.get(id) ?? []).filter(({ severity = 1 }) => severity <= 2).length,
    }));
    this.frame.setFiles(files, this.shown);
    const count = files.reduce((sum, { problems }) => sum + problems, 0);
    this.frame.setProblems(count, count === 0 ? say('problems.none') : say('problems', { count }));
    const name = this.texts.get(this.shown)?.name ?? '';
    document.title = `${name} - ${say('title')}`;
  }
}
