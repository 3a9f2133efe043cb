/**
 * What a distribution's own image brings, before the family adds to it. A program listed here is certain to be there:
 * for the smaller images a doubtful one is left out, so that a check for it fails instead of passing by luck.
 */

/** Docker's PATH for images on Linux; the images of these families set the same. */
export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Programs of Debian's and Ubuntu's essential packages that BusyBox has no counterpart for, or a different one (`Essential: yes` of bullseye to trixie and
 * jammy to noble: bash, bsdutils, coreutils, debianutils, diffutils, dpkg, init-system-helpers, ncurses-bin, perl-base, util-linux; and apt).
 */
export const DEBIAN_PROGRAMS: readonly string[] = [
  'apt-get',
  'bash',
  'csplit',
  'dpkg',
  'findmnt',
  'groupadd',
  'infocmp',
  'invoke-rc.d',
  'lsblk',
  'numfmt',
  'perl',
  'prlimit',
  'rbash',
  'runuser',
  'sdiff',
  'service',
  'setpriv',
  'stdbuf',
  'tput',
  'update-alternatives',
  'update-rc.d',
  'useradd',
];

/** What every image of Fedora, Red Hat and their kin has beside a shell's userland (`coreutils-single`, `bash`, `rpm`); `curl` comes with librepo. */
export const RPM_PROGRAMS: readonly string[] = ['bash', 'curl', 'rpm'];

/** `apk`, and the BusyBox applets that a Debian slim image lacks. */
export const ALPINE_PROGRAMS: readonly string[] = [
  'apk',
  'addgroup',
  'adduser',
  'bunzip2',
  'bzcat',
  'bzip2',
  'free',
  'lzcat',
  'nc',
  'ps',
  'strings',
  'unlzma',
  'unxz',
  'unzip',
  'uptime',
  'vi',
  'watch',
  'wget',
  'xzcat',
];

/** What `buildpack-deps:<suite>-curl` adds to Debian (docker-library/buildpack-deps). */
export const CURL_PROGRAMS: readonly string[] = ['curl', 'wget'];

/** What `buildpack-deps:<suite>-scm` adds to `-curl`. */
export const SCM_PROGRAMS: readonly string[] = [
  ...CURL_PROGRAMS,
  'free',
  'git',
  'gpg',
  'gpg-agent',
  'gpgconf',
  'hg',
  'pgrep',
  'pidwait',
  'pkill',
  'pmap',
  'ps',
  'scp',
  'sftp',
  'skill',
  'slabtop',
  'snice',
  'ssh',
  'ssh-add',
  'ssh-agent',
  'ssh-copy-id',
  'ssh-keygen',
  'ssh-keyscan',
  'svn',
  'svnadmin',
  'svnlook',
  'svnsync',
  'sysctl',
  'tload',
  'top',
  'uptime',
  'vmstat',
  'w',
  'watch',
];

/**
 * What `buildpack-deps:<suite>` adds to `-scm`. For the full images a doubtful program is listed: the list answers
 * «what would be missed», and a program that was never there is not missed by anything that works.
 */
export const BUILDPACK_PROGRAMS: readonly string[] = [
  ...SCM_PROGRAMS,
  'addr2line',
  'animate',
  'ar',
  'as',
  'autoconf',
  'automake',
  'bunzip2',
  'bzcat',
  'bzgrep',
  'bzip2',
  'c++',
  'c++filt',
  'c89',
  'c99',
  'cc',
  'compare',
  'composite',
  'conjure',
  'convert',
  'cpp',
  'display',
  'dpkg-architecture',
  'dpkg-buildpackage',
  'dpkg-source',
  'fc-cache',
  'fc-list',
  'fc-match',
  'file',
  'funzip',
  'g++',
  'gapplication',
  'gcc',
  'gcov',
  'gdbus',
  'gio',
  'git-receive-pack',
  'git-upload-pack',
  'gmake',
  'gold',
  'gprof',
  'gsettings',
  'icuinfo',
  'identify',
  'import',
  'json_pp',
  'krb5-config',
  'ld',
  'libtoolize',
  'lzcat',
  'lzma',
  'm4',
  'make',
  'mariadb_config',
  'mogrify',
  'montage',
  'mysql_config',
  'nm',
  'objcopy',
  'objdump',
  'openssl',
  'patch',
  'pcre2-config',
  'perldoc',
  'pg_config',
  'pkg-config',
  'pkgconf',
  'pod2man',
  'prove',
  'pydoc3',
  'python3',
  'ranlib',
  'readelf',
  'scalar',
  'shasum',
  'size',
  'stream',
  'strings',
  'strip',
  'uconv',
  'unlzma',
  'unxz',
  'unzip',
  'unzipsfx',
  'update-mime-database',
  'xml2-config',
  'xslt-config',
  'xz',
  'xzcat',
  'xzgrep',
  'zipgrep',
  'zipinfo',
];

/** Debian suites, oldest first, with the version number that the `debian` image also answers to. */
export const DEBIAN_SUITES: ReadonlyMap<string, number> = new Map([
  ['squeeze', 6],
  ['wheezy', 7],
  ['jessie', 8],
  ['stretch', 9],
  ['buster', 10],
  ['bullseye', 11],
  ['bookworm', 12],
  ['trixie', 13],
]);

/** Suites whose Mercurial, and with it `buildpack-deps`, still brought Python 2 as `python`. */
export const SUITES_WITH_PYTHON_2: readonly string[] = ['wheezy', 'jessie', 'stretch', 'buster'];

/** Minor version of glibc 2 in each release (tracker.debian.org and launchpad.net, source package glibc). */
export const GLIBC_OF: ReadonlyMap<string, number> = new Map([
  ['jessie', 19],
  ['stretch', 24],
  ['buster', 28],
  ['bullseye', 31],
  ['bookworm', 36],
  ['trixie', 41],
  ['xenial', 23],
  ['bionic', 27],
  ['focal', 31],
  ['jammy', 35],
  ['noble', 39],
]);
