import { onAlpine, onDebian, type ReadTag, saidBy, withoutPackages } from './family.ts';
import { ALPINE_PROGRAMS, DEBIAN_PROGRAMS, DEFAULT_PATH } from './userland.ts';

const NAMES = ['sdk', 'aspnet', 'runtime', 'runtime-deps'];
const ENDINGS =
  /^(\d+)\.\d+(?:\.\d+)?(?:-(alpine(?:3\.\d+)?|(?:stretch|buster|bullseye|bookworm)(?:-slim)?|bionic|focal|jammy|noble|resolute|(?:jammy|noble|resolute)-chiseled(?:-extra)?))?(?:-(?:amd64|arm64v8|arm32v7))?$/;

/** The release of a tag that names none: Debian up to .NET 9, Ubuntu from 10 on (dotnet/dotnet-docker, «Linux support» of each version's README). */
const DEFAULT_RELEASES: ReadonlyMap<number, string> = new Map([
  [3, 'buster'],
  [5, 'buster'],
  [6, 'bullseye'],
  [7, 'bullseye'],
  [8, 'bookworm'],
  [9, 'bookworm'],
  [10, 'noble'],
]);

const APP = { name: 'app', uid: 1654, gid: 1654, home: '/home/app' } as const;

/**
 * `mcr.microsoft.com/dotnet/{sdk,aspnet,runtime,runtime-deps}`. From 8.0 on: the user `app` (`$APP_UID`) and port 8080 instead
 * of 80 (dotnet/dotnet-docker, «breaking changes in .NET 8 images»). Windows tags are not read.
 */
export const dotnetImage: ReadTag = (image) => {
  const parts = ENDINGS.exec(image.tag);
  if (parts === null || !NAMES.includes(image.name)) return null;
  const major = Number(parts[1]);
  const ending = parts[2] ?? null;
  const programs = image.name === 'runtime-deps' ? [] : ['dotnet'];
  const chiseled = ending?.includes('chiseled') === true;
  if (chiseled && major < 8) return null;
  const known = {
    family: `dotnet-${image.name}`,
    major,
    release:
      ending === null
        ? (DEFAULT_RELEASES.get(major) ?? null)
        : ending === 'alpine'
          ? null
          : ending.replace(/-(slim|chiseled.*)$/, ''),
    user: major >= 8 ? APP : null,
    env: { PATH: DEFAULT_PATH, ...(major >= 8 ? { APP_UID: '1654', ASPNETCORE_HTTP_PORTS: '8080' } : {}) },
    evidence: saidBy(image, `.NET ${image.name} image`),
  } as const;
  if (chiseled) {
    return withoutPackages({ ...known, variant: 'distroless', libc: 'glibc', startsAs: '1654', programs });
  }
  if (ending?.startsWith('alpine') === true) {
    return onAlpine({ ...known, variant: 'alpine', programs: [...ALPINE_PROGRAMS, ...programs] });
  }
  const tools = image.name === 'sdk' ? ['curl', 'git', 'wget'] : [];
  return onDebian({
    ...known,
    variant: image.name === 'sdk' ? 'full' : 'slim',
    programs: [...DEBIAN_PROGRAMS, ...tools, ...programs],
  });
};
