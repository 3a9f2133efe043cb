/**
 * The Debian package that brings a program which the full images have and the slim ones lack (`buildpack-deps`, docker-library). Compilers and `*-config`
 * are left out: who calls them while running builds something.
 */
const PACKAGES: Readonly<Record<string, string>> = {
  bzip2: 'bzip2',
  convert: 'imagemagick',
  curl: 'curl',
  file: 'file',
  git: 'git',
  gpg: 'gnupg',
  hg: 'mercurial',
  identify: 'imagemagick',
  make: 'make',
  openssl: 'openssl',
  patch: 'patch',
  pgrep: 'procps',
  pkill: 'procps',
  ps: 'procps',
  scp: 'openssh-client',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  svn: 'subversion',
  top: 'procps',
  unzip: 'unzip',
  wget: 'wget',
  xz: 'xz-utils',
};

/** The package that brings a program of the full images; null: a slim image has it too, or nothing is known of it. */
export function packageOfProgram(program: string): string | null {
  return Object.hasOwn(PACKAGES, program) ? (PACKAGES[program] ?? null) : null;
}
