import { type ReadTag, saidBy, withoutPackages } from './family.ts';
import { DEFAULT_PATH } from './userland.ts';

const SUITE_OF: Readonly<Record<string, string>> = {
  9: 'stretch',
  10: 'buster',
  11: 'bullseye',
  12: 'bookworm',
  13: 'trixie',
};

/** python3 is the distribution's own. */
const PYTHON_OF: Readonly<Record<string, string>> = { 11: '3.9', 12: '3.11', 13: '3.13' };

const NONROOT = { name: 'nonroot', uid: 65532, gid: 65532, home: '/home/nonroot' } as const;

/**
 * `gcr.io/distroless/<name>[-debianNN][:tag]`. The `nonroot` tags start as 65532 in `/home/nonroot`; every image has that user.
 * Source: GoogleContainerTools/distroless.
 */
export const distrolessImage: ReadTag = (image) => {
  const name = /^(static|base-nossl|base|cc|nodejs(\d+)?|python3|java-base|java(\d+)?)(?:-debian(\d+))?$/.exec(
    image.name,
  );
  const tag = /^(latest|nonroot|debug|debug-nonroot)(?:-(?:amd64|arm64|arm|s390x|ppc64le|riscv64))?$/.exec(image.tag);
  if (name === null || tag === null) return null;
  const [, kind = '', node, java, debian] = name;
  const debug = tag[1]?.startsWith('debug') === true;
  const nonroot = tag[1]?.endsWith('nonroot') === true;
  const python = debian === undefined ? undefined : PYTHON_OF[debian];
  const program = startOf(kind, python);
  return withoutPackages({
    family: 'distroless',
    variant: 'distroless',
    libc: kind === 'static' ? 'none' : 'glibc',
    release: debian === undefined ? null : (SUITE_OF[debian] ?? null),
    major: kind === 'python3' ? 3 : majorOf(node ?? java),
    shell: debug,
    brings: ['certificates', 'time-zones', 'users', 'temporary-folder'],
    user: NONROOT,
    ...(nonroot ? { startsAs: '65532', workdir: NONROOT.home } : {}),
    ...program,
    env: { PATH: DEFAULT_PATH, SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt' },
    evidence: saidBy(image, `distroless ${kind}${debug ? ' with a BusyBox shell' : ''}`),
  });
};

function majorOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

/** Programs on PATH: `/nodejs/bin/node` is not. */
function startOf(
  kind: string,
  python: string | undefined,
): { entrypoint: readonly string[] | null; programs: string[] } {
  if (kind.startsWith('nodejs')) return { entrypoint: ['/nodejs/bin/node'], programs: [] };
  if (kind === 'python3') {
    const versioned = python === undefined ? [] : [`python${python}`];
    return { entrypoint: [`/usr/bin/python${python ?? '3'}`], programs: ['python3', ...versioned] };
  }
  if (kind === 'java-base') return { entrypoint: null, programs: [] };
  if (kind.startsWith('java')) return { entrypoint: ['/usr/bin/java', '-jar'], programs: ['java'] };
  return { entrypoint: null, programs: [] };
}
