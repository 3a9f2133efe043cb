import { failureOf } from './child.ts';
import { COMMAND_LINES } from './client.ts';
import { type Engine, engineCommand, textOf } from './engine.ts';

/** What an image says about how it runs. Lists and records are empty where the image sets nothing. */
export interface ImageConfig {
  readonly cmd: readonly string[];
  readonly entrypoint: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Like `3000/tcp`. */
  readonly exposedPorts: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Empty: root. */
  readonly user: string;
  readonly volumes: readonly string[];
  readonly workingDir: string;
  /** The health check's command, `['CMD-SHELL', 'curl …']`. */
  readonly healthcheck: readonly string[];
  readonly stopSignal: string;
  /** What runs the shell form; empty: the engine's own. */
  readonly shell: readonly string[];
}

/** One entry of an image's history, newest first. */
export interface HistoryEntry {
  readonly createdBy: string;
  /** Bytes of its layer, 0 where it made none. */
  readonly size: number;
}

/** What is known of an image without starting it. */
export interface Inspection {
  readonly kind: 'inspected';
  /** Bytes of all layers, uncompressed, the base image's included. */
  readonly size: number;
  readonly config: ImageConfig;
  readonly history: readonly HistoryEntry[];
}

/** The image could not be looked at. */
export interface NotInspected {
  readonly kind: 'failed';
  readonly because: string;
}

const SECONDS = 60;

/** Reads an image's size, configuration and history. */
export async function inspectImage(engine: Engine, image: string): Promise<Inspection | NotInspected> {
  const inspected = await engineCommand(engine, ['image', 'inspect', '--format', '{{json .}}', image], {
    seconds: SECONDS,
  });
  const failure = failureOf(inspected);
  if (failure !== undefined) return { kind: 'failed', because: failure };
  const read = JSON.parse(textOf(inspected)) as RawImage | readonly [RawImage];
  // Podman answers with a list of one.
  const { Size, Config, Healthcheck } = 'Config' in read ? read : read[0];
  const history = await engineCommand(engine, [...COMMAND_LINES[engine.client].history, image], { seconds: SECONDS });
  // Podman keeps the health check beside the configuration.
  const config = configOf(Healthcheck === undefined ? Config : { ...Config, Healthcheck });
  return { kind: 'inspected', size: Size, config, history: parseHistory(textOf(history)) };
}

/** Reads `docker history --human=false --format '{{.Size}}\t{{.CreatedBy}}'`, and `podman history --format json`. */
export function parseHistory(text: string): readonly HistoryEntry[] {
  if (text.startsWith('[')) {
    const entries = JSON.parse(text) as readonly { readonly size: number; readonly CreatedBy: string }[];
    return entries.map(({ size, CreatedBy }) => ({ size, createdBy: CreatedBy }));
  }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [size = '0', ...rest] = line.split('\t');
      return { size: Number(size), createdBy: rest.join('\t') };
    });
}

interface RawImage {
  readonly Size: number;
  readonly Config: RawConfig;
  readonly Healthcheck?: RawConfig['Healthcheck'];
}

/** The engine's own form of an image's configuration; absent and null both mean «not set». */
interface RawConfig {
  readonly Cmd?: readonly string[] | null;
  readonly Entrypoint?: readonly string[] | null;
  readonly Env?: readonly string[] | null;
  readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly User?: string;
  readonly Volumes?: Readonly<Record<string, unknown>> | null;
  readonly WorkingDir?: string;
  readonly Healthcheck?: { readonly Test?: readonly string[] | null } | null;
  readonly StopSignal?: string;
  readonly Shell?: readonly string[] | null;
}

/** Brings the engine's form into ours. */
export function configOf(raw: RawConfig): ImageConfig {
  return {
    cmd: raw.Cmd ?? [],
    entrypoint: raw.Entrypoint ?? [],
    env: Object.fromEntries((raw.Env ?? []).map(assignment)),
    exposedPorts: Object.keys(raw.ExposedPorts ?? {}).sort(),
    labels: raw.Labels ?? {},
    user: raw.User ?? '',
    volumes: Object.keys(raw.Volumes ?? {}).sort(),
    workingDir: raw.WorkingDir ?? '',
    healthcheck: raw.Healthcheck?.Test ?? [],
    stopSignal: raw.StopSignal ?? '',
    shell: raw.Shell ?? [],
  };
}

function assignment(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
