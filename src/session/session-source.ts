/**
 * Answers what previews ask from a session in the same place: for a surface that has no server between its page and the
 * texts. One that has a server converts the same questions into its messages.
 */

import type { TextEdit } from '../base/diagnostic';
import type { FileId } from '../base/span';
import { formatOfWeights, readWeightsFile } from '../interop/weight-readers';
import type { CheaperWay } from '../protocol/cheaper';
import type { CompareBase, CompareOutcome } from '../protocol/compare';
import type { PreviewExplanation } from '../protocol/explanation';
import type { LookOutcome } from '../protocol/layer-look';
import type { MemoryReport } from '../protocol/memory';
import type { EmbeddedReport } from '../protocol/report';
import type {
  FiguresResult,
  LabelsOutcome,
  RequestFailed,
  SentOverrides,
  ViewResult,
  WeightsFitOutcome,
} from '../protocol/server-messages';
import type { StatementAnswer, StatementQuestion, StatementText } from '../protocol/statement';
import type { SweepPart, SweepRequest } from '../protocol/sweep';
import type { DesignChange, DesignControls } from '../protocol/what-if';
import type { LookQuestion } from '../runtime/look-question';
import type { RunProgress } from '../runtime/run-network';
import type { CancelSignal } from '../runtime/runner';
import type { Insides } from '../view/insides';
import type { ViewMetric } from '../view/model';
import { FileError, type FileSystem } from '../workspace/file-system';
import { cheaperEdits, cheaperWays } from './cheaper';
import { compareWith } from './compare-views';
import { networkNameAt, selectionWithin } from './cursor';
import { designControls } from './design-controls';
import { designEdits } from './design-edits';
import { sweepPart } from './design-sweep';
import { labelsFor } from './labels';
import type { DesignSession } from './look';
import { memoryOf } from './memory';
import { nearestValues } from './override-mistake';
import { explain, figuresOf, fixEdits, viewOf } from './picture';
import type {
  PickedFile,
  PickedImage,
  PreviewRunRequest,
  PreviewSource,
  RunningPreview,
  TextCursor,
} from './preview-ports';
import { reportOn } from './report';
import { lookOn, type Machine, type RunAsked, type RunImage, refusedOutcome, runOn, weightsFitOf } from './run';
import { askStatement, statementEdits, statementOf } from './statement';

export class SessionSource implements PreviewSource {
  constructor(
    private readonly session: DesignSession,
    private readonly machine: Machine,
    /** Of the images, weights and names that are chosen. */
    private readonly files: Pick<FileSystem, 'readBytes'>,
  ) {}

  async view(
    file: FileId,
    network: string | undefined,
    overrides: SentOverrides | undefined,
    insides: Insides,
  ): Promise<ViewResult> {
    return (await viewOf(this.session, file, { network, overrides }, insides)) ?? null;
  }

  async figures(file: FileId, network: string, overrides: SentOverrides | undefined): Promise<FiguresResult> {
    return (await figuresOf(this.session, file, { network, overrides })) ?? null;
  }

  async explain(
    file: FileId,
    network: string,
    path: string,
    overrides: SentOverrides | undefined,
  ): Promise<PreviewExplanation | null> {
    return (await explain(this.session, file, path, { network, overrides })) ?? null;
  }

  async cheaper(
    file: FileId,
    network: string,
    path: string,
    overrides: SentOverrides | undefined,
  ): Promise<readonly CheaperWay[]> {
    return cheaperWays(this.session, file, { network, overrides }, path);
  }

  async cheaperEdits(
    file: FileId,
    network: string,
    path: string,
    way: string,
    overrides: SentOverrides | undefined,
  ): Promise<readonly TextEdit[]> {
    return cheaperEdits(this.session, file, { network, overrides }, path, way);
  }

  async statement(file: FileId, network: string, path: string): Promise<StatementText | null> {
    return (await statementOf(this.session, file, network, path)) ?? null;
  }

  async askStatement(
    file: FileId,
    network: string,
    path: string,
    question: StatementQuestion,
  ): Promise<StatementAnswer | null> {
    return (await askStatement(this.session, file, network, path, question)) ?? null;
  }

  async statementEdits(file: FileId, network: string, path: string, text: string): Promise<readonly TextEdit[]> {
    return statementEdits(this.session, file, network, path, text);
  }

  compare(
    file: FileId,
    network: string,
    overrides: SentOverrides | undefined,
    base: CompareBase,
  ): Promise<CompareOutcome> {
    return compareWith(this.session, file, { network, overrides }, base);
  }

  async memory(file: FileId, network: string, overrides: SentOverrides | undefined): Promise<MemoryReport | null> {
    return (await memoryOf(this.session, file, { network, overrides })) ?? null;
  }

  async report(
    file: FileId,
    network: string,
    metric: ViewMetric,
    overrides: SentOverrides | undefined,
  ): Promise<EmbeddedReport | null> {
    return (await reportOn(this.session, file, { network, overrides }, metric)) ?? null;
  }

  async controls(
    file: FileId,
    network: string,
    path: string | null,
    overrides: SentOverrides | undefined,
  ): Promise<DesignControls | null> {
    return (await designControls(this.session, file, path, { network, overrides })) ?? null;
  }

  async nearestValues(
    file: FileId,
    network: string,
    changes: readonly DesignChange[],
    refused: DesignChange,
  ): Promise<readonly string[]> {
    return nearestValues(this.session, file, network, changes, refused);
  }

  async sweep(file: FileId, network: string, request: SweepRequest, from: number): Promise<SweepPart> {
    return sweepPart(this.session, file, network, request, from);
  }

  async applied(file: FileId, network: string, overrides: SentOverrides): Promise<readonly TextEdit[]> {
    return (await designEdits(this.session, file, { network, overrides }))?.edits ?? [];
  }

  async networkAt(file: FileId, { offset }: TextCursor): Promise<string | null> {
    return (await networkNameAt(this.session, file, offset)) ?? null;
  }

  async selection(file: FileId, network: string, cursor: TextCursor): Promise<readonly string[]> {
    return (await selectionWithin(this.session, { file, network }, cursor.file, cursor.offset)).paths;
  }

  async fix(file: FileId, error: string, fix: string): Promise<readonly TextEdit[]> {
    return fixEdits(this.session, file, error, fix);
  }

  async labels(
    file: FileId,
    network: string,
    overrides: SentOverrides | undefined,
    { name, file: chosen }: PickedFile,
  ): Promise<LabelsOutcome> {
    const bytes = await this.files.readBytes(chosen);
    return labelsFor(this.session, file, { network, overrides }, { name, bytes });
  }

  /** In a page a file is as it was when it was chosen, and another choice is another file. */
  async versionOf(): Promise<string> {
    return '';
  }

  run(file: FileId, request: PreviewRunRequest, onProgress: (progress: RunProgress) => void): RunningPreview {
    return this.started(request, (asked, signal) =>
      runOn(this.machine, this.session, file, asked, { signal, onProgress }),
    );
  }

  weightsFit(
    file: FileId,
    network: string,
    overrides: SentOverrides | undefined,
    weights: PickedFile,
  ): RunningPreview<WeightsFitOutcome> {
    const ask = async (): Promise<WeightsFitOutcome> => {
      try {
        const trained = await this.trained(weights);
        return await weightsFitOf(this.session, file, { network, overrides }, trained);
      } catch (problem) {
        return this.unreadable(problem, weights.name);
      }
    };
    return { answer: ask(), cancel: () => {} };
  }

  look(file: FileId, request: PreviewRunRequest, question: LookQuestion): RunningPreview<LookOutcome> {
    return this.started(request, (asked, signal) =>
      lookOn(this.machine, this.session, file, { ...asked, question }, { signal }),
    );
  }

  private started<Outcome>(
    { options, overrides, image, survey, weights }: PreviewRunRequest,
    start: (asked: RunAsked, signal: CancelSignal) => Promise<Outcome>,
  ): RunningPreview<Outcome | RequestFailed> {
    const abort = new AbortController();
    const ask = async () => {
      let name = '';
      const read = async (picked: PickedImage): Promise<RunImage> => {
        if ('sample' in picked || 'bytes' in picked) return picked;
        name = picked.name;
        return { name, bytes: await this.files.readBytes(picked.file) };
      };
      try {
        const all: RunImage[] = [];
        for (const one of survey ?? []) all.push(await read(one));
        const given = { image: image && (await read(image)), survey: survey && all };
        name = weights?.name ?? name;
        const trained = weights && (await this.trained(weights));
        const asked = { options, overrides, ...given, weights: trained };
        return await start(asked, abort.signal);
      } catch (problem) {
        return this.unreadable(problem, name);
      }
    };
    return { answer: ask(), cancel: () => abort.abort() };
  }

  /** Throws what is no fault of a file. */
  private unreadable(problem: unknown, name: string): RequestFailed {
    if (!(problem instanceof FileError)) throw problem;
    return refusedOutcome(this.session, { code: 'run.image/unreadable', values: { file: name } });
  }

  private async trained({ name, file }: PickedFile): Promise<NonNullable<RunAsked['weights']>> {
    const read = await readWeightsFile(name, await this.files.readBytes(file));
    return 'refusal' in read ? read : { name, layout: formatOfWeights(name).layout, tensors: read.tensors };
  }
}
