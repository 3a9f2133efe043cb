/**
 * Debian package → the Alpine package with the same programs, which take the same options and answer the same whatever version they have. Fewer
 * than the names that are known (`alpine-twins.ts`): `imagemagick` is 6 on Debian 12 and 7 on Alpine, database clients follow their server's
 * version, fonts lie in other folders, libraries matter to native code only, and that does not cross.
 */
export const CERTAIN_TWINS: Readonly<Record<string, string>> = {
  bash: 'bash',
  'ca-certificates': 'ca-certificates',
  curl: 'curl',
  'dumb-init': 'dumb-init',
  ffmpeg: 'ffmpeg',
  ghostscript: 'ghostscript',
  git: 'git',
  graphicsmagick: 'graphicsmagick',
  jq: 'jq',
  'netcat-openbsd': 'netcat-openbsd',
  'openssh-client': 'openssh-client',
  openssl: 'openssl',
  'poppler-utils': 'poppler-utils',
  procps: 'procps',
  rsync: 'rsync',
  sqlite3: 'sqlite',
  tini: 'tini',
  tzdata: 'tzdata',
  unzip: 'unzip',
  wget: 'wget',
  'xz-utils': 'xz',
  zip: 'zip',
};

/**
 * What Debian 12 installs beside a package unless it is told not to (`Recommends` of the package index, those of its libraries included) and what
 * changes what the package can do. Alpine installs nothing of the kind.
 */
export const RECOMMENDED: Readonly<Record<string, readonly string[]>> = {
  curl: ['ca-certificates'],
  git: ['ca-certificates', 'less', 'openssh-client'],
  wget: ['ca-certificates'],
  zip: ['unzip'],
};
