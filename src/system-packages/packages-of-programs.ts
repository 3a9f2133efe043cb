/**
 * The Debian package that brings a program which the full images have and the slim ones lack (`buildpack-deps`, docker-library). Compilers and `*-config`
 * are left out: who calls them while running builds something.
 */
const PACKAGES: Readonly<Record<string, string>> = {
  bunzip2: 'bzip2',
  bzip2: 'bzip2',
  compare: 'imagemagick',
  composite: 'imagemagick',
  convert: 'imagemagick',
  curl: 'curl',
  file: 'file',
  free: 'procps',
  git: 'git',
  gpg: 'gnupg',
  'gpg-agent': 'gnupg',
  hg: 'mercurial',
  identify: 'imagemagick',
  make: 'make',
  mogrify: 'imagemagick',
  montage: 'imagemagick',
  openssl: 'openssl',
  patch: 'patch',
  pgrep: 'procps',
  pkill: 'procps',
  pmap: 'procps',
  ps: 'procps',
  scp: 'openssh-client',
  sftp: 'openssh-client',
  ssh: 'openssh-client',
  'ssh-add': 'openssh-client',
  'ssh-agent': 'openssh-client',
  'ssh-keygen': 'openssh-client',
  'ssh-keyscan': 'openssh-client',
  svn: 'subversion',
  svnadmin: 'subversion',
  top: 'procps',
  unxz: 'xz-utils',
  unzip: 'unzip',
  uptime: 'procps',
  vmstat: 'procps',
  w: 'procps',
  watch: 'procps',
  wget: 'wget',
  xz: 'xz-utils',
  xzcat: 'xz-utils',
  zipinfo: 'unzip',
};

/** The package that brings a program of the full images; null: a slim image has it too, or nothing is known of it. */
export function packageOfProgram(program: string): string | null {
  return Object.hasOwn(PACKAGES, program) ? (PACKAGES[program] ?? null) : null;
}
