import { majorOf } from './bundles.ts';
import type { Manifest } from './package-json.ts';

/** A package that downloads a browser or another program into the home folder when it is installed. */
interface Download {
  /** Below the home folder. */
  readonly folder: string;
  /** The first major version that puts it there; earlier ones keep it in node_modules. */
  readonly since?: number;
  /** The first version, major and minor, that no longer downloads by itself. */
  readonly until?: readonly [number, number];
}

/**
 * Sources: puppeteer 19.0.0 («use ~/.cache/puppeteer for browser downloads»), Playwright 1.38 («no longer downloads browsers automatically»;
 * @playwright/test never did), docs.cypress.io, Binary cache. Electron’s download is unpacked into node_modules: its cache is one.
 */
const DOWNLOADS: Readonly<Record<string, Download>> = {
  puppeteer: { folder: '.cache/puppeteer', since: 19 },
  playwright: { folder: '.cache/ms-playwright', until: [1, 38] },
  'playwright-chromium': { folder: '.cache/ms-playwright' },
  'playwright-firefox': { folder: '.cache/ms-playwright' },
  'playwright-webkit': { folder: '.cache/ms-playwright' },
  '@playwright/browser-chromium': { folder: '.cache/ms-playwright' },
  '@playwright/browser-firefox': { folder: '.cache/ms-playwright' },
  '@playwright/browser-webkit': { folder: '.cache/ms-playwright' },
  cypress: { folder: '.cache/Cypress', since: 3 },
};

/** Folders below the home folder that an install fills, and whether a dependency for running does so. */
export function downloadsOf(
  manifests: readonly Manifest[],
  named: readonly string[],
  production: boolean,
): readonly { readonly folder: string; readonly forDevelopment: boolean }[] {
  return Object.entries(DOWNLOADS).flatMap(([name, download]) => {
    const owners = manifests.filter((one) => downloads(one, name, download));
    const runs =
      named.includes(name) ||
      owners.some(({ dependencies, optionalDependencies }) => dependencies.has(name) || optionalDependencies.has(name));
    if (!runs && (production || owners.length === 0)) return [];
    return [{ folder: download.folder, forDevelopment: !runs }];
  });
}

/** The manifest names it, in a version that may download; a range says the lowest. */
function downloads(manifest: Manifest, name: string, { since, until }: Download): boolean {
  const range =
    manifest.dependencies.get(name) ?? manifest.optionalDependencies.get(name) ?? manifest.devDependencies.get(name);
  if (range === undefined) return false;
  const major = majorOf(manifest, name);
  if (since !== undefined && major !== null && major < since && !/^(?:>|\*)/.test(range)) return false;
  const [, first, second] = /^[\^~v=\s]*(\d+)\.(\d+)/.exec(range) ?? [];
  if (until === undefined || first === undefined) return true;
  return Number(first) < until[0] || (Number(first) === until[0] && Number(second) < until[1]);
}
