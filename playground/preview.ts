/** The preview of the file that is shown: a frame with its page, and its controller. Another file gets another frame. */

import { isRecord, isText, oneOf } from '../src/base/guard';
import type { FileId } from '../src/base/span';
import { type PreviewTab, previewTabs } from '../src/protocol/messages';
import type { Presets } from '../src/session/presets';
import { PreviewController } from '../src/session/preview-controller';
import type { PreviewEditor } from '../src/session/preview-ports';
import type { RequestSource } from '../src/session/request-source';
import { webClock } from '../src/session/web-clock';
import type { PlaygroundWords } from '../src/words/playground';
import { element } from '../webview/app/element';

const isPreviewTab = oneOf(...previewTabs);

export interface PreviewParts {
  readonly place: HTMLElement;
  readonly source: RequestSource;
  readonly presets: Presets;
  readonly words: PlaygroundWords;
  editorOf(file: FileId): PreviewEditor;
  /** What is looked at is another. */
  looked(looked: Looked): void;
  /** Which tab is in front, and whether two designs are compared, which has one more. */
  shows(tab: PreviewTab, isComparing: boolean): void;
  /** The first picture is there, or what is shown in its place. */
  drawn(): void;
  dragged(kind: 'dragenter' | 'drop', files: readonly File[]): void;
  log(message: string): void;
  /** Of what was asked for in the page and could not be done. */
  tell(problem: unknown): void;
}

/** What of a design is looked at. */
export interface Looked {
  readonly network: string | undefined;
  readonly node: string | undefined;
}

export class Preview {
  private frame: HTMLIFrameElement | undefined;
  private shown: PreviewController | undefined;
  looked: Looked = { network: undefined, node: undefined };

  constructor(private readonly parts: PreviewParts) {
    window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
      if (this.frame !== undefined && source === this.frame.contentWindow) this.receive(data);
    });
  }

  get controller(): PreviewController | undefined {
    return this.shown;
  }

  show(file: FileId, { network, node }: Looked): void {
    const { place, source, presets, words } = this.parts;
    this.shown?.dispose();
    this.looked = { network, node };
    const asked = new URLSearchParams({ file, language: words.language.tag });
    const frame = element('iframe', {
      title: words.playground('preview'),
      attributes: { src: `preview.html?${asked}` },
    });
    this.frame = frame;
    this.shown = new PreviewController(
      file,
      {
        page: {
          isVisible: true,
          post: (message) => {
            frame.contentWindow?.postMessage(message, location.origin);
            if (message.type === 'view' || message.type === 'noNetwork') this.parts.drawn();
          },
          setNetwork: (shown) => {
            this.looked = { ...this.looked, network: shown };
            this.parts.looked(this.looked);
          },
        },
        source,
        editor: this.parts.editorOf(file),
        clock: webClock,
        say: words.previewRun,
        log: this.parts.log,
        tell: this.parts.tell,
      },
      presets,
      network,
    );
    place.replaceChildren(frame);
    if (network !== undefined && node !== undefined) void this.shown.showNode('graph', network, node);
  }

  private receive(data: unknown): void {
    if (!isRecord(data)) return;
    if ('view' in data) this.shown?.receive(data.view);
    else if ('state' in data && isRecord(data.state)) {
      const { selection, tab, compare } = data.state;
      this.looked = { ...this.looked, node: isText(selection) ? selection : undefined };
      if (isPreviewTab(tab)) this.parts.shows(tab, compare != null);
      this.parts.looked(this.looked);
    } else if (data.drag === 'dragenter' || data.drag === 'drop') {
      const files = Array.isArray(data.files) ? data.files.filter((file) => file instanceof File) : [];
      this.parts.dragged(data.drag, files);
    }
  }
}
