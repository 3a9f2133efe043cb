import type { CommandReading } from '../../command-reading.ts';
import type { CommandPlace } from '../ecosystem.ts';
import { within } from './cite.ts';
import { nearestManifest } from './package-json.ts';

/** Settings in `.npmrc` that move npm's cache or pnpm's store. */
const MOVED = /^\s*(?:cache|store-dir|storeDir)\s*=/m;

/**
 * The reading without caches where the project's own settings decide about them: a moved folder, or yarn from version 2 on, whose cache may be what
 * the program runs from (Plug'n'Play).
 */
export function withOwnCaches(reading: CommandReading, place: CommandPlace): CommandReading {
  const folder = place.contextFolder;
  if (folder === null) return reading;
  const at = (name: string) => within(folder, name) ?? name;
  const has = (name: string) => place.context.has(at(name)) === 'yes' || place.context.has(name) === 'yes';
  const manager = nearestManifest(place.context, folder)?.packageManager ?? '';
  const isBerry = /^yarn@(?!1\.|0\.)/.test(manager) || has('.yarnrc.yml') || has('.yarn/releases');
  const tool = reading.command.words[0]?.value ?? '';
  const moved = MOVED.test(place.context.read(at('.npmrc')) ?? '');
  return moved || (isBerry && /(?:^|\/)yarn(?:pkg)?$/.test(tool)) ? { ...reading, caches: [] } : reading;
}
