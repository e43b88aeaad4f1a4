/**
 * The coordination of one preview of one file. Asks for the view on every change, one question at a time, and posts only
 * the latest and only while the page is in sight; a page that was hidden says anew that it is ready. While the text is
 * broken the last good picture stays: answers depend on the text alone, and it is here that the picture is remembered.
 * Knows texts by ids and offsets; what they are shown in is left to the ports.
 */

import { type FileId, fileName } from '../base/span';
import type { ComparedWith } from '../protocol/compare';
import {
  type HostMessage,
  outerActions,
  type PictureFormat,
  type PreviewTab,
  parseViewMessage,
  type RevealTarget,
  type ViewMessage,
} from '../protocol/messages';
import { mostImages, type RunOptions } from '../protocol/run';
import type { SentOverrides, TextsRevision, VersionedView, ViewResult } from '../protocol/server-messages';
import type { PictureTheme } from '../view/draw/picture-style';
import { bodiesOfPath, type Insides, isWhole } from '../view/insides';
import { withLastGood } from '../view/last-good';
import type { FileView, ViewModel } from '../view/model';
import { diffViews } from '../view/patch';
import { nodesOf, placeOf } from './places';
import type { Presets } from './presets';
import { PreviewAnswers } from './preview-answers';
import { type LookedAt, PreviewCompare } from './preview-compare';
import { PreviewDesign, type WantedDesign } from './preview-design';
import type { PickedImage, PreviewPorts, TextCursor } from './preview-ports';
import { PreviewRun, pickedImage } from './preview-run';
import { PreviewSweep } from './preview-sweep';
import { problemText, toldText } from './problem-text';

/** A cursor that is still moving is not followed. */
const cursorRestMs = 60;

/** While a design is being moved about, what applying it would write is not asked for. */
const designRestMs = 150;

/** While newer designs are wanted all the time, as by a slider, a picture comes this often, and in between figures. */
const pictureEveryMs = 100;

/** What there is to show of a file that the source does not know. */
const unknownFile: VersionedView = {
  view: null,
  modules: [],
  errors: [],
  places: { nodes: [], errors: [], budgets: [] },
  isBroken: false,
  refused: [],
  refusedParameters: [],
  mistake: null,
  documentVersion: 0,
  revision: 0,
};

function isSameTexts(one: TextsRevision | undefined, other: TextsRevision | undefined): boolean {
  return one !== undefined && one.revision === other?.revision && one.documentVersion === other.documentVersion;
}

export class PreviewController {
  private readonly run: PreviewRun;
  private readonly sweep: PreviewSweep;
  private readonly compare: PreviewCompare;
  private readonly answers: PreviewAnswers;
  /** The network that is asked for: chosen, that of the cursor, or the one that is shown. */
  private network: string | undefined;
  /** The network that the cursor was last seen in. One that was chosen stays until the cursor goes to another. */
  private cursorNetwork: string | undefined;
  private overrides: SentOverrides | undefined;
  private readonly design = new PreviewDesign();
  private controlsTimer: { cancel(): void } | undefined;
  /** What the page was told of overrides that are refused. */
  private sentRefused = '';
  /** What is shown, which while the text is broken is the last good picture. */
  private shown: FileView | undefined;
  /** The last answer for a text without a syntax error, of the network that is shown. */
  private good: FileView | undefined;
  private documentVersion = 0;
  /** What is to be marked as soon as the places in a text of this version are known. */
  private pendingReveal:
    | { readonly target: RevealTarget; readonly takeFocus: boolean; readonly version: number }
    | undefined;
  /** The texts that are shown; undefined where the source has begun to count anew. */
  private shownTexts: TextsRevision | undefined;
  /** What the page has; undefined for a page that has to be sent a whole view. */
  private posted: { readonly version: number; readonly view: ViewModel } | undefined;
  /** Bodies whose insides the page has asked for, or is to show. */
  private insides: Insides = [];
  private postings = 0;
  private postedAt = 0;
  private selected: string | null = null;
  /** The page has said that it listens. A hidden one does not. */
  private isReady = false;
  /** Ends when nothing newer is wanted. */
  private asking: Promise<void> | undefined;
  private isComparing = false;
  private isComparisonStale = false;
  private isStale = true;
  /** Set where all that makes it stale is that these texts were analysed: it is not once they are those that are shown. */
  private staleBy: TextsRevision | undefined;
  private isDisposed = false;
  /** Posted as soon as the page is ready and has its view. */
  private pendingShow: HostMessage | undefined;
  private cursorTimer: { cancel(): void } | undefined;
  /** Grows with each place the cursor rested at: an answer about an older one comes too late. */
  private cursorTurn = 0;
  private sentCursor = '';
  private isLocked = false;
  /** Where this preview itself has put the cursor last. */
  private ownCaret: Pick<TextCursor, 'file' | 'offset'> | undefined;

  constructor(
    readonly file: FileId,
    private readonly ports: PreviewPorts,
    presets: Presets,
    network: string | undefined,
  ) {
    this.network = network;
    this.run = new PreviewRun(file, ports, (message) => this.post(message));
    this.sweep = new PreviewSweep(file, ports, (message) => this.post(message));
    this.compare = new PreviewCompare(file, ports, (message) => this.post(message));
    this.answers = new PreviewAnswers(
      file,
      ports,
      presets,
      () => this.lookedAt(),
      (message) => this.post(message),
    );
  }

  /** A message of the page, from outside: a malformed one is logged and ignored. */
  receive(value: unknown): void {
    const parsed = parseViewMessage(value);
    if ('ignored' in parsed) this.ports.log(`preview: ignored ${parsed.ignored}`);
    else {
      const { message } = parsed;
      this.handle(message).catch((problem: unknown) => {
        this.ports.log(`preview: ${problemText(problem)}`);
        if (outerActions.has(message.type) && !this.isDisposed) this.ports.tell(problem);
      });
    }
  }

  /**
   * The view of a file may have changed.
   * @param texts That were analysed, where the source tells it: what is shown of them is not asked for again.
   */
  fileChanged(file: FileId, texts?: TextsRevision): void {
    if (file !== this.file || isSameTexts(texts, this.shownTexts)) return;
    this.design.forgetText();
    this.run.textChanged();
    void this.refresh(texts);
  }

  /** The source has started, perhaps once more, or there will be none: what it did not answer is asked of it again. */
  askAgain(): void {
    this.shownTexts = undefined;
    if (this.asking === undefined && this.isReady) void this.refresh();
  }

  /** The page is out of sight, and perhaps forgotten: it says that it is ready when it is back. */
  pageHidden(): void {
    this.isReady = false;
  }

  settingsChanged(): void {
    this.post({ type: 'settings', settings: this.ports.editor.settings() });
  }

  /** The preview stays with its file, or no longer; the page keeps that for the time after a restart. */
  setLocked(isLocked: boolean): void {
    this.isLocked = isLocked;
    this.post({ type: 'locked', isLocked });
  }

  /** Selects what stands at the cursor, once that rests and the view is as new as the text. */
  cursorMoved(cursor: TextCursor): void {
    this.cursorTimer?.cancel();
    this.cursorTimer = this.ports.clock.later(cursorRestMs, () => {
      this.followCursor(cursor).catch((problem: unknown) => this.ports.log(`preview: ${problemText(problem)}`));
    });
  }

  /** Something else than the text is shown, or wanted. */
  get isDesigning(): boolean {
    return this.design.isOn;
  }

  /** Puts a tab in front. */
  show(tab: PreviewTab): void {
    this.pendingShow = { type: 'show', tab };
    this.postPendingShow();
  }

  /** Has the page make a file of its picture. */
  exportPicture(format: PictureFormat, theme: PictureTheme): void {
    this.pendingShow = { type: 'exportPicture', format, theme };
    this.postPendingShow();
  }

  /** Has the page make a report of what it shows. */
  exportReport(): void {
    this.pendingShow = { type: 'exportReport' };
    this.postPendingShow();
  }

  /** Puts a tab in front with the node of this path in this network. */
  async showNode(tab: PreviewTab, network: string, path: string): Promise<void> {
    this.pendingShow = { type: 'show', tab, node: path };
    if (this.network !== network) {
      await this.changeNetwork(network, path);
      return;
    }
    this.selected = path;
    this.postPendingShow();
  }

  /** Of the same file, beside the one that is shown. */
  async otherNetworks(): Promise<readonly string[]> {
    const network = await this.networkName();
    return (this.shown?.view?.networks ?? []).filter((name) => name !== network);
  }

  /** Shows the network beside another one. */
  async startCompare(wanted: ComparedWith): Promise<void> {
    await this.compare.start(wanted, await this.lookedAt());
  }

  /** Shows another network of the file. */
  async showNetwork(network: string): Promise<void> {
    if (this.network !== network) await this.changeNetwork(network, null);
  }

  /** From now on shows, explains and runs the file as it would be with these, until others are set. */
  async setOverrides(overrides: SentOverrides | undefined): Promise<void> {
    this.overrides = overrides;
    // The last good picture was made with others.
    this.good = undefined;
    await this.refresh();
  }

  /** Runs on images take these from now on. */
  takeImages(images: readonly PickedImage[]): void {
    if (images.length > 0) this.run.takeImages(images.slice(0, mostImages));
  }

  /** Starts a run as the Run tab would, on these images where they are given. */
  async startRun(options: RunOptions, images?: readonly PickedImage[]): Promise<void> {
    this.show('run');
    if (images !== undefined) this.takeImages(images);
    await this.runNetwork(options);
  }

  dispose(): void {
    this.isDisposed = true;
    this.isReady = false;
    this.cursorTimer?.cancel();
    this.controlsTimer?.cancel();
    this.sweep.cancel();
    this.run.dispose();
  }

  private get isVisible(): boolean {
    return !this.isDisposed && this.ports.page.isVisible;
  }

  private get isListening(): boolean {
    return this.isReady && this.isVisible;
  }

  /** Whether there is a page to hear it. */
  private post(message: HostMessage): boolean {
    if (this.isListening) this.ports.page.post(message);
    return this.isListening;
  }

  private async handle(message: ViewMessage): Promise<void> {
    const { editor } = this.ports;
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        this.network ??= message.network ?? undefined;
        this.sentCursor = '';
        this.sentRefused = '';
        this.posted = undefined;
        this.design.forgetText();
        if (message.changes !== undefined && !this.design.isOn) this.design.changes = message.changes;
        this.settingsChanged();
        if (this.isLocked) this.setLocked(true);
        await this.open();
        if (message.compare !== undefined) await this.compare.resume(message.compare, await this.lookedAt());
        this.run.repeat({ network: this.network ?? '', overrides: this.overrides }, this.documentVersion);
        return;
      case 'setNetwork':
        await this.changeNetwork(message.network, null);
        return;
      case 'select':
        this.selected = message.node;
        this.pendingReveal = undefined;
        editor.clearHighlight();
        return;
      case 'reveal':
        await this.reveal(message.target, message.takeFocus);
        return;
      case 'compare':
        await this.startCompare(message.with);
        return;
      case 'swapCompare':
        await this.compare.swap(await this.lookedAt());
        break;
      case 'endCompare':
        this.compare.end();
        return;
      case 'tryDesign':
        this.design.wanted = message;
        await this.refresh();
        return;
      case 'applyDesign':
        await this.applyDesign();
        return;
      case 'sweep':
        await this.sweep.start(await this.networkName(), message.purpose, message.request);
        return;
      case 'cancelSweep':
        this.sweep.cancel();
        return;
      case 'askControls':
        this.askControls(message.path);
        return;
      case 'run':
        await this.runNetwork(message.options);
        return;
      case 'cancelRun':
        this.run.cancel();
        return;
      case 'lookInto':
        await this.run.look(message.question, this.documentVersion);
        return;
      case 'chooseImage':
        await this.run.chooseImages();
        return;
      case 'chooseWeights':
        await this.run.chooseWeights(await this.lookedAt(), this.documentVersion);
        return;
      case 'dropWeights':
        this.run.setWeights(undefined);
        return;
      case 'chooseLabels':
        await this.run.chooseLabels(await this.networkName(), this.overrides);
        return;
      case 'dropLabels':
        this.run.setLabels(undefined);
        return;
      case 'takeImages':
        this.takeImages(message.images.flatMap(pickedImage));
        return;
      case 'needInsides':
        if (message.nodes === null) this.insides = 'all';
        else this.wantInsides(message.nodes);
        this.design.forgetText();
        await this.refresh();
        return;
      case 'needView':
        this.posted = undefined;
        this.postView();
        return;
      case 'problem':
        this.ports.log(`preview: ${message.message}`);
        return;
      default:
        await this.answers.answer(message);
    }
  }

  private async runNetwork(options: RunOptions): Promise<void> {
    const network = await this.networkName();
    await this.run.start({ ...options, network }, this.overrides, this.documentVersion);
  }

  /** Beside the picture, which does not wait for it; while one is awaited, changes are only noted. */
  private async refreshComparison(): Promise<void> {
    if (!this.compare.isOn) return;
    this.isComparisonStale = true;
    if (this.isComparing) return;
    this.isComparing = true;
    try {
      while (this.isComparisonStale && !this.isDisposed) {
        this.isComparisonStale = false;
        await this.compare.refresh(await this.lookedAt());
      }
    } catch (problem) {
      this.ports.log(`preview: no comparison: ${problemText(problem)}`);
    } finally {
      this.isComparing = false;
    }
  }

  private async lookedAt(): Promise<LookedAt> {
    return { network: await this.networkName(), overrides: this.overrides };
  }

  private async networkName(): Promise<string> {
    // What comes before the first view waits for that, and asks for no second one.
    if (this.network === undefined) await (this.asking ?? this.refresh());
    return this.network ?? '';
  }

  /** Asks for the view; while an answer is awaited, changes are only noted, so that the last one wins. */
  private async refresh(texts?: TextsRevision): Promise<void> {
    this.staleBy = this.isStale && this.staleBy === undefined ? undefined : texts;
    this.isStale = true;
    if (this.asking !== undefined || !this.isVisible) return;
    this.asking = this.askWhileStale();
    await this.asking;
  }

  private async askWhileStale(): Promise<void> {
    try {
      while (this.isStale && this.isVisible) {
        this.isStale = false;
        const answer = await this.ask();
        if (isSameTexts(answer ?? undefined, this.staleBy)) this.isStale = false;
        // While a slider is dragged a newer design is always wanted: those on the way are shown.
        const isLate = this.isStale && this.design.wanted === undefined;
        if (answer !== undefined && !isLate) await this.take(answer ?? unknownFile);
      }
    } catch (problem) {
      // The last picture stays in sight: no answer is not an empty file.
      this.ports.log(`preview: no view of ${fileName(this.file)}: ${problemText(problem)}`);
      this.post({ type: 'unavailable', message: toldText(problem, this.ports.say('mistake')) });
    } finally {
      this.asking = undefined;
    }
  }

  /** The view of the file, or of the design in its place; undefined where that is refused, and what is shown stays. */
  private async ask(): Promise<ViewResult | undefined> {
    const { source } = this.ports;
    const { design } = this;
    const { wanted } = design;
    const isShown = this.shown !== undefined;
    if (!design.isOn && wanted === undefined) return this.askView(this.overrides);
    if (design.textView === undefined) {
      const plain = await source.view(this.file, this.network, undefined, this.insides);
      if (plain === null || plain.view === null || plain.isBroken) return plain;
      design.textView = plain.view;
      this.network = plain.view.network;
    }
    if (!design.isTextTold) {
      design.isTextTold = true;
      const { textView } = design;
      this.post({ type: 'textView', view: textView === this.posted?.view ? 'shown' : textView });
    }
    const overrides = design.overrides();
    const answer = await this.askView(overrides);
    if (answer === undefined) return undefined;
    if (wanted !== undefined && isShown && answer !== null && answer.mistake !== null) {
      if (design.wanted === wanted) this.refuse(wanted, answer.mistake);
      return undefined;
    }
    design.take(wanted);
    this.overrides = overrides;
    if (!design.isOn) {
      design.isTextTold = false;
      this.post({ type: 'textView', view: null });
    }
    return answer;
  }

  /**
   * A page that has a picture gets the new figures first: they are painted in its next frame, whatever the next picture takes.
   * Undefined where a newer one is wanted by then.
   */
  private async askView(overrides: SentOverrides | undefined): Promise<ViewResult | undefined> {
    const { source, clock } = this.ports;
    if (this.network !== undefined && this.posted?.view.network === this.network) {
      const figures = await source.figures(this.file, this.network, overrides);
      if (figures !== null) this.post({ type: 'figures', figures });
      if (this.isStale && clock.now() - this.postedAt < pictureEveryMs) return undefined;
    }
    return source.view(this.file, this.network, overrides, this.insides);
  }

  /** Says so at once, and which values would do as soon as they are found. */
  private refuse(wanted: WantedDesign, message: string): void {
    const { design, ports } = this;
    const refusal = design.refusal(wanted, message, null);
    design.wanted = undefined;
    if (refusal === undefined) return;
    this.post(refusal);
    const others = wanted.changes.filter((one) => one !== refusal.refused);
    void ports.source
      .nearestValues(this.file, this.network ?? '', others, refusal.refused)
      .then((nearest) => this.post({ ...refusal, nearest }))
      .catch((problem: unknown) => ports.log(`preview: ${problemText(problem)}`));
  }

  /** One edit of the text, which then says what is shown. */
  private async applyDesign(): Promise<void> {
    const { source, editor } = this.ports;
    if (this.overrides === undefined) return;
    const edits = await source.applied(this.file, await this.networkName(), this.overrides);
    await editor.apply(edits);
    this.design.clear();
    this.overrides = undefined;
    this.post({ type: 'designApplied' });
    await this.refresh();
  }

  private askControls(path: string | null): void {
    this.controlsTimer?.cancel();
    const ask = async (): Promise<void> => {
      const controls = await this.ports.source.controls(this.file, await this.networkName(), path, this.overrides);
      this.post({ type: 'controls', path, controls });
    };
    this.controlsTimer = this.ports.clock.later(this.design.isOn ? designRestMs : 0, () => {
      ask().catch((problem: unknown) => this.ports.log(`preview: ${problemText(problem)}`));
    });
  }

  private async take(answer: VersionedView): Promise<void> {
    const good = answer.isBroken ? this.good : answer;
    const shown = withLastGood(good, answer);
    const offer = shown.view === null ? await this.answers.offer() : undefined;
    // The first list takes its time: the text may have moved on.
    if ((offer !== undefined && this.isStale) || this.isDisposed) return;
    this.good = good;
    this.shown = shown;
    const { documentVersion, revision } = answer;
    this.documentVersion = documentVersion;
    this.shownTexts = { documentVersion, revision };
    const isOfText = this.overrides === undefined && !answer.isBroken && !this.isStale;
    if (isOfText) this.design.textView = answer.view ?? undefined;
    if (offer !== undefined) {
      const { errors, modules } = shown;
      this.posted = undefined;
      this.post({ type: 'noNetwork', file: this.file, fileName: fileName(this.file), modules, errors, ...offer });
    } else {
      this.network = shown.view?.network;
      this.postView();
      if (!answer.isBroken) void this.refreshComparison();
    }
    this.tellRefused(answer.refusedParameters);
    this.ports.page.setNetwork(shown.view?.network);
    this.postPendingShow();
    await this.revealPending();
    const cursor = this.ports.editor.cursor();
    if (cursor !== undefined) this.cursorMoved(cursor);
  }

  private tellRefused(refused: VersionedView['refusedParameters']): void {
    const messages = refused.map(({ message }) => message);
    const told = messages.join('\n');
    if (told === this.sentRefused || !this.isListening) return;
    this.sentRefused = told;
    this.post({ type: 'refused', messages });
  }

  /** Posts what has changed where the page has a picture of the same network, else all of it. */
  private postView(): void {
    const view = this.shown?.view;
    if (view == null || !this.isListening) return;
    const { posted, documentVersion } = this;
    this.postings++;
    const version = this.postings;
    this.posted = { version, view };
    this.postedAt = this.ports.clock.now();
    if (posted?.view.network === view.network) {
      const patch = diffViews(posted.view, view);
      this.post({ type: 'viewPatch', patch, base: posted.version, version, documentVersion });
    } else this.post({ type: 'view', view, version, documentVersion });
  }

  /** False where they are wanted already. */
  private wantInsides(nodes: readonly string[]): boolean {
    const { insides } = this;
    const more = insides === 'all' ? [] : nodes.filter((id) => !insides.includes(id));
    if (insides !== 'all') this.insides = [...insides, ...more];
    return more.length > 0;
  }

  private async changeNetwork(network: string, selected: string | null): Promise<void> {
    this.network = network;
    this.insides = [];
    this.selected = selected;
    if (this.design.isOn) this.overrides = undefined;
    this.design.clear();
    // The last good picture of another network is none of this one.
    this.good = undefined;
    await this.refresh();
  }

  private postPendingShow(): void {
    if (this.pendingShow === undefined || !this.isReady || this.shown?.view == null) return;
    this.post(this.pendingShow);
    this.pendingShow = undefined;
  }

  /** A text that has moved on since it was asked for is left alone: somebody is typing there. */
  private async revealPending(): Promise<void> {
    const { pendingReveal: pending } = this;
    if (pending === undefined || this.documentVersion < pending.version) return;
    this.pendingReveal = undefined;
    if (pending.version === this.documentVersion) await this.reveal(pending.target, pending.takeFocus);
  }

  /** Marks or opens what a target stands for: at once, or once the view is that of the text in the editor. */
  private async reveal(target: RevealTarget, takeFocus: boolean): Promise<void> {
    const { editor } = this.ports;
    const place = this.shown === undefined ? undefined : placeOf(target, this.shown.places);
    if (place === undefined) return;
    const version = place.file === this.file ? editor.versionOf(this.file) : undefined;
    if (version !== undefined && version !== this.documentVersion) {
      this.pendingReveal = { target, takeFocus, version };
      return;
    }
    this.ownCaret = { file: place.file, offset: place.caret };
    if (takeFocus) await editor.open(place);
    // A click in the picture opens no other file: that is what the double click is for.
    else await editor.highlight(place);
    // The text of a module speaks of the call that was clicked.
    const { view } = this.shown ?? {};
    const node = target.kind === 'node' ? view?.nodes.find(({ id }) => id === target.id) : undefined;
    if (view && node !== undefined && node.path !== '') await editor.showInstances(this.file, view.network, node.path);
  }

  /** Shows the network that was asked for, else that of the cursor. */
  private async open(): Promise<void> {
    const cursor = this.network === undefined ? this.ports.editor.cursor() : undefined;
    if (cursor?.file === this.file) {
      this.cursorNetwork = (await this.ports.source.networkAt(this.file, cursor)) ?? undefined;
      this.network ??= this.cursorNetwork;
    }
    await this.refresh();
  }

  private isOwn({ file, offset }: TextCursor): boolean {
    return this.ownCaret?.file === file && this.ownCaret.offset === offset;
  }

  private async followCursor(cursor: TextCursor): Promise<void> {
    const view = this.shown?.view;
    // A page that is out of sight asks for all of it when it is back.
    if (!this.isReady || view == null || (cursor.file === this.file && cursor.version !== this.documentVersion)) return;
    this.cursorTurn++;
    const turn = this.cursorTurn;
    const isLate = () => turn !== this.cursorTurn || this.isDisposed;
    if (cursor.file === this.file) {
      const network = (await this.ports.source.networkAt(this.file, cursor)) ?? undefined;
      if (isLate()) return;
      // A design that is being tried out is not left for another network: it ends where a person ends it.
      const isOther =
        this.cursorNetwork !== undefined && network !== this.cursorNetwork && !this.isOwn(cursor) && !this.design.isOn;
      this.cursorNetwork = network;
      if (isOther && network !== undefined && network !== view.network) {
        // Its view brings the cursor here again.
        await this.changeNetwork(network, null);
        return;
      }
    }
    const paths = await this.ports.source.selection(this.file, view.network, cursor);
    if (isLate()) return;
    const nodes = nodesOf(view, paths, this.selected);
    // It may stand in what was left out; its view brings the cursor here again.
    const [path] = paths;
    if (nodes.length === 0 && path !== undefined && !isWhole(view) && this.wantInsides(bodiesOfPath(path))) {
      await this.refresh();
      return;
    }
    // A click in the picture brought the cursor here: the node is selected, and its text stays marked.
    if (this.isOwn(cursor) && nodes.includes(this.selected ?? '')) return;
    const key = nodes.join('\n');
    if (key === this.sentCursor || nodes.length === 0) return;
    this.sentCursor = key;
    this.selected = nodes[0] ?? null;
    this.ports.editor.clearHighlight();
    this.post({ type: 'selection', nodes });
  }
}
