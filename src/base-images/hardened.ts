import { type ReadTag, saidBy, withoutPackages } from './family.ts';
import { DEFAULT_PATH } from './userland.ts';

const NONROOT = { name: 'nonroot', uid: 65532, gid: 65532, home: '/home/nonroot' } as const;

/** Images without a program of their own: what they hold beside certificates, zone data, `/etc/passwd` and `/tmp`. */
const LIBC = { static: 'none', 'glibc-dynamic': 'glibc' } as const;

/**
 * Hardened images for programs that were built elsewhere: `cgr.dev/chainguard/static`, `cgr.dev/chainguard/glibc-dynamic` (Chainguard's image overviews) and
 * `dhi.io/static` (docs.docker.com/dhi: no shell, no package manager, certificates, the user nonroot with number 65532). They start as that user.
 * Tags with `dev` are for building and not read; nor are images of languages, whose version only a paid tag pins.
 */
export const hardenedImage: ReadTag = (image) => {
  const libc = image.name === 'static' || image.name === 'glibc-dynamic' ? LIBC[image.name] : undefined;
  const isDocker = image.prefix === 'dhi.io';
  if (libc === undefined || /dev/.test(image.tag) || (isDocker && image.name !== 'static')) return null;
  return withoutPackages({
    family: 'hardened',
    variant: 'distroless',
    libc,
    brings: ['certificates', 'time-zones', 'users', 'temporary-folder'],
    user: NONROOT,
    startsAs: '65532',
    env: { PATH: DEFAULT_PATH, SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt' },
    evidence: saidBy(image, `hardened ${image.name} image of ${isDocker ? 'Docker' : 'Chainguard'}`),
  });
};
