/** `incept graph FILE`: the network as a picture, as one in text, or as nodes and groups in JSON. */

import { type Command, Option } from 'commander';
import { formatOfFile } from '../../interop/file-endings';
import { graphFormats } from '../../interop/formats';
import { type PictureTheme, pictureThemes } from '../../view/draw/picture-style';
import { pngZoom } from '../../view/draw/picture-svg';
import { type ViewMetric, viewMetrics } from '../../view/model';
import { drawPicture } from '../draw-picture';
import { errorsOf, tellErrors } from '../excerpt';
import { Failure, refused } from '../failure';
import type { Rasterizer } from '../host';
import {
  addNetworkOptions,
  addOutput,
  type NetworkOptions,
  type OutputOptions,
  parseCount,
  parsePositive,
} from '../options';
import { openNetwork } from '../request';
import type { Session } from '../session';
import { emitWritten } from '../written';

interface GraphOptions extends NetworkOptions, OutputOptions {
  readonly format?: string;
  readonly depth?: number;
  readonly theme?: PictureTheme;
  readonly columns?: number;
  readonly metric?: ViewMetric;
}

const pictureFormats = [
  { name: 'svg', endings: ['.svg'] },
  { name: 'png', endings: ['.png'] },
] as const;
const formats = [...pictureFormats, ...graphFormats];
const defaultFormat = 'dot';

export function define(command: Command, session: Session): void {
  const say = session.words.help;
  command.argument('<file>', say('file'));
  addNetworkOptions(command, say);
  command
    .addOption(new Option('-f, --format <format>', say('graph.format')).choices(formats.map(({ name }) => name)))
    .addOption(new Option('--depth <n>', say('depth')).argParser(parseCount))
    .addOption(new Option('--theme <theme>', say('theme')).choices(pictureThemes))
    .addOption(new Option('--columns <n>', say('columns')).argParser(parsePositive))
    .addOption(new Option('--metric <metric>', say('graph.metric')).choices(viewMetrics));
  addOutput(command, say);
  command.action((path: string, options: GraphOptions) => graph(path, options, session));
}

async function graph(path: string, options: GraphOptions, session: Session): Promise<void> {
  const { depth, output, theme, columns, metric } = options;
  const ofFile = output === undefined ? undefined : formatOfFile(formats, output)?.name;
  const format = options.format ?? ofFile ?? defaultFormat;
  const isPicture = pictureFormats.some(({ name }) => name === format);
  if (!isPicture) refusePictureOptions({ theme, columns, metric });
  const rasterizer = format === 'png' ? pngRasterizer(output, session) : undefined;
  const { analysis, network } = await openNetwork(session, path, options);
  tellErrors(errorsOf(analysis, session), session);
  if (isPicture) {
    const look = { theme: theme ?? 'light', metric: metric ?? 'multiplies', hasCaption: true, depth, columns };
    const picture = await drawPicture(analysis, network, look, session);
    if (rasterizer === undefined) session.emit(picture.text, output);
    else session.emitBytes(await rasterizer.pngOf(picture.text, pngZoom(picture)), output);
    return;
  }
  const writer = graphFormats.find(({ name }) => name === format);
  const settings = { version: session.host.version, batch: 1, analysis, ...(depth === undefined ? {} : { depth }) };
  const written = await writer?.write(network, [], settings);
  if (written === undefined) return;
  if ('refusal' in written) throw refused(written.refusal);
  emitWritten(written, output, session);
}

/** Throws `Failure` where there is none, and where it would write to a terminal. */
function pngRasterizer(output: string | undefined, { host }: Session): Rasterizer {
  if (output === undefined && host.isTerminal.stdout) {
    throw new Failure(
      ({ failures: say }) => say('no-text', { format: 'png' }),
      ({ failures: say }) => say('no-text.hint', { ending: '.png' }),
    );
  }
  const rasterizer = host.rasterizer();
  if (rasterizer !== undefined) return rasterizer;
  throw new Failure(
    ({ failures: say }) => say('no-rasterizer'),
    ({ failures: say }) => say('no-rasterizer.hint'),
  );
}

/** What would change nothing was meant to change something. */
function refusePictureOptions(given: Readonly<Record<string, unknown>>): void {
  const found = Object.entries(given).find(([, value]) => value !== undefined);
  if (found === undefined) return;
  throw new Failure(
    ({ failures: say }) => say('picture-only', { option: `--${found[0]}` }),
    ({ failures: say, language }) =>
      say('picture-only.hint', { formats: language.any(pictureFormats.map(({ name }) => name)) }),
  );
}
