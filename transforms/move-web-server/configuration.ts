import { posix } from 'node:path';
import type { CommandReading } from '../../src/command-reading.ts';
import type { Facts, Item, Survey } from '../../src/facts.ts';
import { type CopiedEntry, contextPathAt } from '../../src/filesystem/context-copy.ts';
import { isWithin, overlaps, resolvePath } from '../../src/filesystem/path.ts';
import type { DistributionNginx } from '../../src/static-site/distribution-nginx.ts';
import { NGINX_SITE } from '../../src/static-site/nginx-stage.ts';

/** Where nginx takes its server blocks from. */
export type Configuration =
  /** The site of the package. */
  | { readonly kind: 'own'; readonly text: string }
  /** A file of the build context, and where the image reads it; `item`: the COPY that brings it and nothing else, and that no later command needs. */
  | {
      readonly kind: 'file';
      readonly text: string;
      readonly source: string;
      readonly place: string;
      readonly item: Item | null;
    };

type Refusal = { readonly refused: string };

/** A file below /etc/nginx: the package’s own, or one of the build context. */
type Content = { readonly own: true } | { readonly own: false; readonly source: string; readonly item: Item };

const FOLDER = '/etc/nginx';

/** The whole configuration: it says itself which other files are read. */
export const NGINX_CONF = `${FOLDER}/nginx.conf`;

/** The one file of server blocks that is read at the end; refused: there are several, or one that is not known. */
export function configurationOf(
  { items }: Survey,
  { context }: Facts,
  distribution: DistributionNginx,
): Configuration | Refusal {
  const files = new Map<string, Content>(distribution.own.map((path) => [path, { own: true }]));
  const copies: (readonly CopiedEntry[])[] = [];
  for (const item of items) {
    const refusal =
      item.view.kind === 'run'
        ? byCommands(item, files, (path) => contextPathAt(path, copies, context), distribution)
        : byCopy(item, files);
    if (refusal !== null) return { refused: refusal };
    if (item.entries) copies.push(item.entries);
  }
  const whole = files.get(NGINX_CONF);
  const active = whole === undefined ? activeOf(files, distribution) : [whole];
  const [first, ...others] = active;
  if (first === undefined) return { refused: 'no file of server blocks is left' };
  if (others.length > 0)
    return {
      refused: active.some((one) => one.own)
        ? 'the site of the package stays on beside another'
        : 'several files hold server blocks',
    };
  if (first.own)
    return distribution.ownText === null
      ? { refused: 'the site of the package answers 404 to everything' }
      : { kind: 'own', text: distribution.ownText.join('\n') };
  const text = context.read(first.source);
  if (text === null || context.has(first.source) !== 'yes')
    return { refused: `${first.source} is not certainly in the build context` };
  const { item, source } = first;
  const alone = (item.entries ?? []).length === 1 && item.view.kind === 'copy' && isConfigurationCopy(item);
  const needed = items.some(({ readings }) => readings.some((reading) => reads(reading)));
  const place = whole === undefined ? NGINX_SITE : NGINX_CONF;
  return { kind: 'file', text, source, place, item: alone && !needed ? item : null };
}

function isConfigurationCopy({ entries }: Item): boolean {
  return (entries ?? []).every(({ kind, destination }) => kind === 'file' && isWithin(destination, FOLDER));
}

function reads({ reads: read, detail }: CommandReading): boolean {
  return detail.kind !== 'packages' && read !== 'anything' && read.some((path) => isWithin(path, FOLDER));
}

/** Files that nginx reads; a site of Debian that is enabled and available is one. */
function activeOf(files: ReadonlyMap<string, Content>, { sites, own }: DistributionNginx): readonly Content[] {
  const [enabled = '', available = enabled] = own;
  const [content, target] = [files.get(enabled), files.get(available)];
  const found: Content[] = content === undefined ? [] : [content.own && target !== undefined ? target : content];
  for (const [path, one] of files) {
    if (own.includes(path)) continue;
    if (sites.some(({ folder, ending }) => posix.dirname(path) === folder && ending.test(path))) found.push(one);
  }
  return found;
}

function byCopy(item: Item, files: Map<string, Content>): string | null {
  if (item.view.kind !== 'copy' && item.view.kind !== 'add') return null;
  if (item.entries === null || item.view.from !== null)
    return item.view.from === null ? 'a COPY may bring anything' : null;
  for (const { kind, source, destination } of item.entries) {
    if (kind !== 'file') {
      if (overlaps(destination, FOLDER)) return 'a whole folder is copied over its configuration';
      continue;
    }
    const path = resolvePath('/', destination);
    if (isWithin(path, FOLDER)) files.set(path, { own: false, source, item });
  }
  return null;
}

function byCommands(
  item: Item,
  files: Map<string, Content>,
  contextPath: (path: string) => string | null,
  { sites }: DistributionNginx,
): string | null {
  for (const reading of item.readings) {
    const { command, detail, writes, role } = reading;
    if (detail.kind === 'packages' || role === 'install-tool' || role === 'install-dependencies') continue;
    const words = command.words.map((word) => word.value ?? word.text);
    const said = command.words.map((word) => word.text).join(' ');
    if (writes === 'anything') return `«${said}» may change its configuration`;
    if (!writes.some((path) => overlaps(path, FOLDER))) continue;
    const operands = words.slice(1).filter((word) => !word.startsWith('-'));
    if (command.name === 'rm') {
      for (const path of operands) {
        const folder = sites.find((one) => `${one.folder}/*` === path)?.folder;
        for (const name of [...files.keys()]) if (name === path || posix.dirname(name) === folder) files.delete(name);
        // A later COPY brings another.
        if (!isWithin(path, FOLDER) || path === NGINX_CONF) continue;
        if (
          folder === undefined &&
          !sites.some((one) => posix.dirname(path) === one.folder) &&
          posix.dirname(path) !== `${FOLDER}/sites-available`
        )
          return `«${said}» changes its configuration`;
      }
      continue;
    }
    const [from, to, ...more] = operands;
    if ((command.name !== 'cp' && command.name !== 'ln') || from === undefined || to === undefined || more.length > 0)
      return `«${said}» changes its configuration`;
    const cwd = item.state.workdir.certain ?? '/';
    const source = resolvePath(command.cwd === null ? cwd : resolvePath(cwd, command.cwd), from);
    const known = files.get(source);
    const context = known === undefined ? contextPath(source) : null;
    const isFolder = to.endsWith('/') || sites.some(({ folder }) => folder === to);
    const path = isFolder ? posix.join(to, posix.basename(from)) : to;
    if (known === undefined && context === null) return `«${said}» changes its configuration`;
    files.set(path, known ?? { own: false, source: context ?? '', item });
  }
  return null;
}
