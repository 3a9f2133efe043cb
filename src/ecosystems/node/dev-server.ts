import type { Known } from '../known.ts';
import type { ProductionForm, Serving } from '../start-reading.ts';
import { flagValue, operandsOf } from './build-effect.ts';
import { cite, within } from './cite.ts';
import { firstOf } from './config-literals.ts';
import { notKnown } from './known.ts';
import { type Manifest, nearestManifest } from './package-json.ts';
import type { LineWord } from './script-line.ts';
import type { Trail } from './start-trail.ts';
import type { Unwrapped } from './unwrap.ts';

/** One call of a development server. */
export interface DevServer {
  readonly trail: Trail;
  readonly tool: string;
  readonly args: readonly LineWord[];
  readonly manifest: Manifest;
  /** Variables that its own command line sets. */
  readonly assigned: ReadonlyMap<string, string>;
}

export type Form = Known<ProductionForm>;

export function refused({ trail, tool }: DevServer, why: string): Form {
  return notKnown('server-not-replaced', { tool, why }, trail.evidence);
}

/** The call with the package whose script builds what it serves, or why nothing does. */
export function devServer(trail: Trail, tool: string, { args, command, files }: Unwrapped): DevServer | Form {
  const refuse = (why: string): Form => notKnown('server-not-replaced', { tool, why }, trail.evidence);
  const manifest = nearestManifest(trail.context, trail.folder);
  if (manifest === null || manifest.folder !== trail.folder) return refuse('it runs beside no package.json');
  const build = manifest.scripts.get('build');
  if (build === undefined) return refuse(`${manifest.path} has no script «build»`);
  if (/--watch\b|\bstart\b|\bserve\b/.test(build))
    return refuse(`the script «build» is «${build}», which does not end`);
  const mode = trail.env.get('NODE_ENV');
  if (mode !== undefined && mode !== 'production')
    return refuse(`NODE_ENV is ${mode}, and the build would be one for ${mode}`);
  const [file] = files;
  if (file !== undefined) return refuse(`it reads variables of ${file}`);
  const odd = command.assignments.find(
    ({ name, value }) => value === null || (!FOR_SERVING.has(name) && !build.includes(value)),
  );
  if (odd !== undefined) return refuse(`its command sets ${odd.name}, and the script «build» does not`);
  const only = developmentVariables(trail);
  if (only !== null) return refuse(only);
  const assigned = new Map(command.assignments.map(({ name, value }) => [name, value ?? '']));
  return { trail, tool, args, manifest, assigned };
}

/** Variables that only tell the server how to serve and to watch. */
const FOR_SERVING: ReadonlySet<string> = new Set([
  ...['PORT', 'HOST', 'HOSTNAME', 'BROWSER', 'NODE_ENV', 'FORCE_COLOR', 'WDS_SOCKET_PORT', 'WDS_SOCKET_HOST'],
  ...[
    'CHOKIDAR_USEPOLLING',
    'WATCHPACK_POLLING',
    'FAST_REFRESH',
    'ESLINT_NO_DEV_ERRORS',
    'DANGEROUSLY_DISABLE_HOST_CHECK',
  ],
]);

/** Variables that only development gets: the production build would have them empty. */
function developmentVariables({ context, folder, env }: Trail): string | null {
  const file = firstOf(context, folder, ['.env.development', '.env.development.local']);
  if (file === null) return null;
  const there = new Set([
    ...env.keys(),
    ...['.env', '.env.production'].flatMap((name) => namesIn(context.read(within(folder, name) ?? ''))),
  ]);
  const missing = namesIn(context.read(file)).find((name) => !there.has(name));
  return missing === undefined ? null : `${file} sets ${missing}, which a production build does not read there`;
}

function namesIn(text: string | null): readonly string[] {
  return [...(text ?? '').matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm)].map((match) => match[1] ?? '');
}

/** The first word that is neither a flag of these lists nor the verb. `valued` ones take the next word. */
export function oddWord(
  args: readonly LineWord[],
  verbs: readonly string[],
  valued: readonly string[],
  plain: readonly string[],
): string | null {
  const unknown = args.find((word) => word.value === null);
  if (unknown !== undefined) return unknown.text;
  const flag = args.find(
    (word) => word.text.startsWith('-') && ![...valued, ...plain].includes(word.text.replace(/=.*$/, '')),
  );
  if (flag !== undefined) return flag.text;
  return operandsOf(args, valued).find((word, index) => index > 0 || !verbs.includes(word.text))?.text ?? null;
}

/** The port of a flag, a variable or a configuration, in this order. */
export function portOf(
  { trail, args, assigned }: DevServer,
  flags: readonly string[],
  configured: string | null,
  byDefault: number,
): number | null {
  const said =
    flagValue(args, flags) ?? assigned.get('PORT') ?? trail.env.get('PORT') ?? configured ?? String(byDefault);
  return /^\d{2,5}$/.test(said) ? Number(said) : null;
}

/** A single page that a development server answers on every address. */
export function page(port: number, fallback: Serving['fallback']): Serving {
  return {
    port,
    fallback,
    cleanUrls: 'answer',
    cacheControl: null,
    compresses: true,
    differences: ['a change of the sources is seen only after the image was built again'],
  };
}

/** The files that configure a tool, and the first key of a list that one of them has: what it does is not carried over. */
export function configuredBy(
  { trail }: DevServer,
  names: readonly string[],
  keys: readonly string[],
): { readonly file: string | null; readonly text: string; readonly odd: string | null } {
  const file = firstOf(trail.context, trail.folder, names);
  const text = (file === null ? '' : (trail.context.read(file) ?? '')).replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');
  return { file, text, odd: new RegExp(`\\b(${keys.join('|')})\\b['"]?\\s*[:(]`).exec(text)?.[1] ?? null };
}

/** `server: { port: 3000 }`, where it is a number. */
export function portIn(text: string, section: string): string | null {
  return new RegExp(`\\b${section}['"]?\\s*:\\s*\\{[^}]*?\\bport['"]?\\s*:\\s*(\\d+)`).exec(text)?.[1] ?? null;
}

export function saysBuild({ trail, manifest }: DevServer) {
  return cite(trail.context, manifest.path, `scripts.build = "${manifest.scripts.get('build')}"`);
}
