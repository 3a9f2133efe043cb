import { existsSync, readFileSync } from 'node:fs';

/** The version in the package's own `package.json`, the nearest one above this module: the sources and `dist` stand at different depths. */
export function ownVersion(): string {
  for (let at = new URL('.', import.meta.url); ; at = new URL('..', at)) {
    const manifest = new URL('package.json', at);
    if (existsSync(manifest)) return versionIn(readFileSync(manifest, 'utf8'));
    if (at.pathname === new URL('..', at).pathname) return 'unknown';
  }
}

function versionIn(manifest: string): string {
  const data: unknown = JSON.parse(manifest);
  const version = typeof data === 'object' && data !== null && 'version' in data ? data.version : undefined;
  return typeof version === 'string' ? version : 'unknown';
}
