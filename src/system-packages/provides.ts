/** Programs that a package brings under another name than its own; packages with the names of Debian and of Alpine. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  'alpine-sdk': ['make', 'gcc', 'g++', 'cc', 'c++', 'ld', 'ar', 'as', 'git', 'patch', 'strip', 'objdump', 'abuild'],
  binutils: ['ld', 'ar', 'as', 'nm', 'objdump', 'objcopy', 'readelf', 'strip', 'strings', 'size', 'addr2line'],
  'build-base': ['make', 'gcc', 'g++', 'cc', 'c++', 'ld', 'ar', 'as', 'patch', 'strip', 'objdump'],
  'build-essential': [
    'make',
    'gcc',
    'g++',
    'cc',
    'c++',
    'ld',
    'ar',
    'as',
    'patch',
    'strip',
    'objdump',
    'dpkg-buildpackage',
  ],
  'ca-certificates': ['update-ca-certificates'],
  clang: ['clang', 'clang++'],
  cmake: ['cmake', 'ctest', 'cpack'],
  'dpkg-dev': ['dpkg-buildpackage', 'dpkg-source', 'dpkg-architecture', 'make', 'patch'],
  'g++': ['g++', 'c++', 'gcc', 'cc', 'cpp', 'ld', 'ar', 'as'],
  fontconfig: ['fc-cache', 'fc-list', 'fc-match'],
  gcc: ['gcc', 'cc', 'cpp', 'ld', 'ar', 'as'],
  gnupg: ['gpg', 'gpgv', 'gpg-agent'],
  libtool: ['libtool', 'libtoolize'],
  'libtool-bin': ['libtool'],
  locales: ['locale-gen', 'update-locale', 'localedef', 'validlocale'],
  'ninja-build': ['ninja'],
  samurai: ['samu', 'ninja'],
  pkgconf: ['pkgconf', 'pkg-config'],
  pkgconfig: ['pkg-config'],
  'py-pip': ['pip', 'pip3'],
  'py3-pip': ['pip', 'pip3', 'python3'],
  procps: ['ps', 'top', 'free', 'pgrep', 'pkill', 'kill', 'uptime', 'sysctl', 'watch'],
  python: ['python', 'python2'],
  'python-is-python3': ['python', 'python3'],
  'python-minimal': ['python', 'python2'],
  python2: ['python2', 'python'],
  'python2.7': ['python2.7', 'python2', 'python'],
  'python2-minimal': ['python2'],
  python3: ['python3', 'python'],
  'python3-dev': ['python3', 'python3-config'],
  'python3-minimal': ['python3'],
  'python3-pip': ['pip', 'pip3', 'python3'],
  'python3-venv': ['python3'],
  shadow: ['useradd', 'groupadd', 'usermod', 'groupmod', 'userdel', 'groupdel', 'chage'],
  texinfo: ['makeinfo', 'texi2any'],
  'xz-utils': ['xz', 'unxz', 'xzcat'],
};

/** The programs that are there because of a package, as far as a table says; for others its own name. */
export function programsOf(name: string): readonly string[] {
  if (Object.hasOwn(PROGRAMS, name)) return PROGRAMS[name] ?? [];
  const plain = name.replace(/-\d[\d.]*$/, '');
  return plain !== name && Object.hasOwn(PROGRAMS, plain) ? [name, ...(PROGRAMS[plain] ?? [])] : [name];
}
