import { CODE_NAMES, LAST_OF_LINE, type NodeVersion } from './node-releases.ts';
import { FLOATING_STOPPED_AT, SUITE_STOPPED_AT } from './node-suites.ts';
import { DEBIAN_SUITES } from './userland.ts';

/** A tag of the official `node` image, taken apart. */
export interface NodeTag {
  /** As spelled: `20.11.1`, `lts`, `iron`, `lts-iron`, or empty (`node:slim`). */
  readonly versionText: string;
  readonly version:
    | { readonly kind: 'number' | 'code name' | 'resting'; readonly value: NodeVersion }
    /** It moves with each release of Node, or is not known. */
    | { readonly kind: 'moving'; readonly word: 'latest' | 'current' | 'lts' | 'lts-code-name' }
    | { readonly kind: 'unknown' };
  readonly variant: 'full' | 'slim' | 'alpine' | 'onbuild';
  /** `bookworm`, `alpine3.20`; null when not spelled. */
  readonly suite: string | null;
}

const ENDING = /^(?:(alpine)(3\.\d+)?|(slim)|(onbuild)|([a-z]+)(-slim)?)$/;
const NUMBER = /^(0|[1-9]\d?)(?:\.(\d+)(?:\.(\d+))?)?$/;

/**
 * Reads a tag; null for one that is no spelling of the official image (`chakracore`, `20-nightly`). A `$` stands for a
 * version that is not known, and then an ending must be spelled, since the variable could hold any variant.
 */
export function readNodeTag(tag: string): NodeTag | null {
  const [versionText, ending] = divide(tag);
  const end = readEnding(ending);
  if (end === null) return null;
  if (versionText === '$') return ending === '' ? null : { versionText, version: { kind: 'unknown' }, ...end };
  const version = readVersion(versionText, end.suite);
  if (version === null) return null;
  const takesNoEnding = versionText === 'latest' || versionText.startsWith('lts-');
  if (takesNoEnding && ending !== '') return null;
  return { versionText, version, ...end };
}

function divide(tag: string): readonly [versionText: string, ending: string] {
  const known = /^(\$|latest|current|lts-[a-z]+|lts|\d[\d.]*|[a-z]+)(?:-(.+))?$/.exec(tag);
  const head = known?.[1] ?? '';
  const rest = known?.[2] ?? '';
  if (head.startsWith('lts-') && !CODE_NAMES.has(head.slice(4))) return ['lts', tag.slice(4)];
  const isVersion = /^[\d$]|^(latest|current|lts)/.test(head) || CODE_NAMES.has(head);
  return isVersion ? [head, rest] : ['', tag];
}

function readEnding(ending: string): Pick<NodeTag, 'variant' | 'suite'> | null {
  if (ending === '') return { variant: 'full', suite: null };
  const parts = ENDING.exec(ending);
  if (parts === null) return null;
  const [, alpine, release, slim, onbuild, suite, suiteSlim] = parts;
  if (alpine !== undefined) return { variant: 'alpine', suite: release === undefined ? null : `alpine${release}` };
  if (slim !== undefined) return { variant: 'slim', suite: null };
  if (onbuild !== undefined) return { variant: 'onbuild', suite: null };
  if (suite === undefined || !DEBIAN_SUITES.has(suite)) return null;
  return { variant: suiteSlim === undefined ? 'full' : 'slim', suite };
}

function readVersion(text: string, suite: string | null): NodeTag['version'] | null {
  const number = NUMBER.exec(text);
  if (number !== null) {
    const [, major, minor, patch] = number;
    const value: NodeVersion = [Number(major), Number(minor ?? Infinity), Number(patch ?? Infinity)];
    return { kind: 'number', value: patch === undefined ? restingPlace(value, suite) : value };
  }
  const line = CODE_NAMES.get(text);
  if (line !== undefined) return { kind: 'code name', value: restingPlace([line, Infinity, Infinity], suite) };
  const resting = suite === null ? undefined : FLOATING_STOPPED_AT.get(text === '' ? suite : `${text}-${suite}`);
  if (resting !== undefined) return { kind: 'resting', value: resting };
  if (text.startsWith('lts-')) return { kind: 'moving', word: 'lts-code-name' };
  if (text === 'lts') return { kind: 'moving', word: 'lts' };
  if (text === 'current') return { kind: 'moving', word: 'current' };
  return text === '' || text === 'latest' ? { kind: 'moving', word: 'latest' } : null;
}

/** The version that the tag of a line, or of a line's minor version, holds or goes on to. */
function restingPlace(open: NodeVersion, suite: string | null): NodeVersion {
  const [major, minor] = open;
  const within = (version: NodeVersion): boolean =>
    version[0] === major && (minor === Infinity || version[1] === minor);
  const stopped = suite === null ? undefined : SUITE_STOPPED_AT[suite]?.find(within);
  const last = minor === Infinity ? LAST_OF_LINE.get(major) : undefined;
  return stopped ?? last ?? open;
}
