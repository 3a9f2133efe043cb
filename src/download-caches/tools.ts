import type { Holds } from './cache.ts';

/** One way in which a tool finds a cache folder: the first that applies counts. `below` is put behind it. */
export type Place =
  | { readonly by: 'variable'; readonly name: string; readonly below: string }
  | { readonly by: 'home'; readonly below: string }
  | { readonly by: 'root'; readonly folder: string }
  | { readonly by: 'fixed'; readonly folder: string };

/** One cache folder of a tool. */
export interface ToolFolder {
  readonly places: readonly Place[];
  readonly holds: Holds;
  readonly compiled: boolean;
  readonly locked: boolean;
  /** First words that do not use this folder. */
  readonly notWith?: readonly string[];
}

/** What is known of one tool's caches. */
export interface Tool {
  readonly tool: string;
  /** Names of its program; `python -m pip` counts as `pip`. */
  readonly programs: readonly string[];
  /** First words with which it uses the caches; null: with every one. An empty word: also without any. */
  readonly verbs: readonly string[] | null;
  readonly folders: readonly ToolFolder[];
  /** Flags that move a folder or keep what must stay in the image there: then none is known. */
  readonly movedBy: RegExp | null;
  /** Variables that do the same, by their value. */
  readonly movedByVariables: Readonly<Record<string, RegExp>>;
  /** Flags that switch the cache off, and variables that do. */
  readonly off: { readonly flags: readonly string[]; readonly variables: readonly string[] };
  /** Words after which it uses only what is there. */
  readonly offline: { readonly flags: readonly string[]; readonly variables: readonly string[] };
  /** First words that leave something in the folder that cannot be downloaded. */
  readonly publishes: RegExp | null;
  /** Beginnings of commands that empty its caches. */
  readonly emptiedBy: readonly (readonly string[])[];
  /** Where this is said. */
  readonly source: string;
}

const nothing = {
  movedBy: null,
  movedByVariables: {},
  off: { flags: [], variables: [] },
  offline: { flags: [], variables: [] },
  publishes: null,
  emptiedBy: [],
} as const;

const variable = (name: string, below = ''): Place => ({ by: 'variable', name, below });
const home = (below: string): Place => ({ by: 'home', below });
const downloads = (places: readonly Place[], locked = false, compiled = false): ToolFolder => ({
  places,
  holds: 'downloads',
  compiled,
  locked,
});
const store = (places: readonly Place[], locked = false, compiled = false): ToolFolder => ({
  places,
  holds: 'store',
  compiled,
  locked,
});

const MOVES_REPOSITORY = /maven\.repo\.local|user\.home|(?:^|\s)(?:-s|--settings|-gs)\b/;

/**
 * Package managers and where they keep what they download, by user and by variable. A folder that also holds what must stay in the image
 * (Poetry's virtual environments, Cargo's programs, Maven's settings) is named by those of its parts that do not.
 */
export const TOOLS: readonly Tool[] = [
  {
    ...nothing,
    tool: 'npm',
    programs: ['npm'],
    verbs: ['install', 'i', 'ci', 'add', 'clean-install', 'install-clean', 'it', 'cit', 'update', 'up'],
    folders: [downloads([variable('npm_config_cache'), variable('NPM_CONFIG_CACHE'), home('.npm')])],
    movedBy: /^--cache(?:=|$)/,
    offline: { flags: ['--offline'], variables: ['npm_config_offline'] },
    emptiedBy: ['clean', 'clear', 'rm'].map((verb) => ['npm', 'cache', verb]),
    source: 'docs.npmjs.com/cli/using-npm/config#cache',
  },
  {
    ...nothing,
    tool: 'yarn',
    programs: ['yarn', 'yarnpkg'],
    verbs: ['', 'install', 'add', 'global'],
    folders: [
      downloads(
        [
          variable('YARN_CACHE_FOLDER'),
          variable('XDG_CACHE_HOME', 'yarn'),
          { by: 'root', folder: '/usr/local/share/.cache/yarn' },
          home('.cache/yarn'),
        ],
        true,
      ),
    ],
    movedBy: /^--(?:cache-folder|preferred-cache-folder)(?:=|$)/,
    offline: { flags: ['--offline', '--cached-only', '--immutable-cache'], variables: [] },
    emptiedBy: [
      ['yarn', 'cache', 'clean'],
      ['yarnpkg', 'cache', 'clean'],
    ],
    source: 'classic.yarnpkg.com/docs/cli/cache; tried with yarn 1.22 as root and as a user',
  },
  {
    ...nothing,
    tool: 'pnpm',
    programs: ['pnpm'],
    verbs: ['install', 'i', 'add', 'fetch', 'update', 'up', 'prune', 'deploy', 'rebuild', 'dedupe'],
    folders: [
      downloads([
        variable('npm_config_store_dir'),
        variable('pnpm_config_store_dir'),
        variable('PNPM_HOME', 'store'),
        variable('XDG_DATA_HOME', 'pnpm/store'),
        home('.local/share/pnpm/store'),
      ]),
    ],
    movedBy: /^--(?:store-dir|store|virtual-store-dir)(?:=|$)/,
    offline: { flags: ['--offline'], variables: ['npm_config_offline'] },
    emptiedBy: [
      ['pnpm', 'store', 'prune'],
      ['pnpm', 'cache'],
    ],
    source: 'pnpm.io/settings#storedir, pnpm.io/docker',
  },
  {
    ...nothing,
    tool: 'bun',
    programs: ['bun'],
    verbs: ['install', 'i', 'add', 'ci', 'update'],
    folders: [
      downloads(
        [
          variable('BUN_INSTALL_CACHE_DIR'),
          variable('BUN_INSTALL', 'install/cache'),
          variable('XDG_CACHE_HOME', '.bun/install/cache'),
          home('.bun/install/cache'),
        ],
        true,
      ),
    ],
    movedBy: /^--(?:cache-dir|backend)(?:=|$)/,
    off: { flags: ['--no-cache'], variables: [] },
    emptiedBy: [['bun', 'pm', 'cache', 'rm']],
    source: 'bun.sh/docs/install/cache',
  },
  {
    ...nothing,
    tool: 'pip',
    programs: ['pip', 'pip2', 'pip3'],
    verbs: ['install', 'wheel', 'download'],
    folders: [
      downloads([variable('PIP_CACHE_DIR'), variable('XDG_CACHE_HOME', 'pip'), home('.cache/pip')], false, true),
    ],
    movedBy: /^(?:--cache-dir(?:=|$)|--no-index$)/,
    off: { flags: ['--no-cache-dir', '--no-cache'], variables: ['PIP_NO_CACHE_DIR'] },
    emptiedBy: [
      ['pip', 'cache', 'purge'],
      ['pip3', 'cache', 'purge'],
    ],
    source: 'pip.pypa.io/en/stable/topics/caching',
  },
  {
    ...nothing,
    tool: 'uv',
    programs: ['uv'],
    verbs: ['sync', 'pip', 'add', 'tool', 'lock', 'export'],
    folders: [downloads([variable('UV_CACHE_DIR'), variable('XDG_CACHE_HOME', 'uv'), home('.cache/uv')], false, true)],
    // A linked environment points into the cache.
    movedBy: /^(?:--cache-dir(?:=|$)|--link-mode=symlink$|symlink$)/,
    movedByVariables: { UV_LINK_MODE: /symlink/ },
    off: { flags: ['--no-cache', '-n', '--no-cache-dir'], variables: ['UV_NO_CACHE'] },
    offline: { flags: ['--offline'], variables: ['UV_OFFLINE'] },
    emptiedBy: [
      ['uv', 'cache', 'clean'],
      ['uv', 'cache', 'prune'],
    ],
    source: 'docs.astral.sh/uv/concepts/cache, docs.astral.sh/uv/guides/integration/docker',
  },
  {
    ...nothing,
    tool: 'poetry',
    programs: ['poetry'],
    verbs: ['install', 'add', 'update', 'sync', 'lock'],
    folders: ['cache', 'artifacts'].map((part) =>
      downloads(
        [
          variable('POETRY_CACHE_DIR', part),
          variable('XDG_CACHE_HOME', `pypoetry/${part}`),
          home(`.cache/pypoetry/${part}`),
        ],
        true,
        true,
      ),
    ),
    off: { flags: ['--no-cache'], variables: [] },
    emptiedBy: [['poetry', 'cache', 'clear']],
    source: 'python-poetry.org/docs/configuration/#cache-dir: its virtual environments lie beside them',
  },
  {
    ...nothing,
    tool: 'go',
    programs: ['go'],
    verbs: ['build', 'install', 'get', 'mod', 'test', 'vet', 'run', 'generate', 'list', 'tool', 'work'],
    folders: [
      store([variable('GOMODCACHE'), variable('GOPATH', 'pkg/mod'), home('go/pkg/mod')]),
      {
        ...store([variable('GOCACHE'), variable('XDG_CACHE_HOME', 'go-build'), home('.cache/go-build')], false, true),
        notWith: ['mod', 'get', 'work'],
      },
    ],
    movedBy: /^-modcacherw(?:=|$)/,
    offline: { flags: [], variables: ['GOPROXY=off'] },
    emptiedBy: [['go', 'clean']],
    source: 'go.dev/ref/mod#module-cache, go help cache',
  },
  {
    ...nothing,
    tool: 'cargo',
    programs: ['cargo'],
    verbs: [
      'build',
      'b',
      'install',
      'fetch',
      'test',
      't',
      'check',
      'c',
      'run',
      'r',
      'clippy',
      'doc',
      'rustc',
      'chef',
      'update',
    ],
    folders: ['registry', 'git/db'].map((part) => store([variable('CARGO_HOME', part), home(`.cargo/${part}`)], true)),
    offline: { flags: ['--offline', '--frozen'], variables: ['CARGO_NET_OFFLINE'] },
    source: 'doc.rust-lang.org/cargo/guide/cargo-home.html; its lock lies outside the two folders',
  },
  {
    ...nothing,
    tool: 'maven',
    programs: ['mvn', 'mvnw'],
    verbs: null,
    folders: [store([home('.m2/repository')], true)],
    movedBy: /^(?:-Dmaven\.repo\.local|-s$|--settings|-gs$|-Duser\.home)/,
    movedByVariables: { MAVEN_OPTS: MOVES_REPOSITORY, MAVEN_ARGS: MOVES_REPOSITORY, MAVEN_CONFIG: MOVES_REPOSITORY },
    offline: { flags: ['-o', '--offline', '-oB', '-Bo', '-llr'], variables: [] },
    publishes: /^(?:install|deploy)(?::|$)/,
    source: 'maven.apache.org/guides/mini/guide-configuring-maven.html: local repository',
  },
  {
    ...nothing,
    tool: 'gradle',
    programs: ['gradle', 'gradlew'],
    verbs: null,
    folders: ['caches', 'wrapper'].map((part) =>
      store([variable('GRADLE_USER_HOME', part), home(`.gradle/${part}`)], true),
    ),
    movedBy: /^(?:-g$|--gradle-user-home|-Dgradle\.user\.home|-Dorg\.gradle\.projectcachedir)/,
    movedByVariables: { GRADLE_OPTS: /gradle\.user\.home/ },
    offline: { flags: ['--offline'], variables: [] },
    source: 'docs.gradle.org/current/userguide/directory_layout.html#dir:gradle_user_home',
  },
  {
    ...nothing,
    tool: 'nuget',
    programs: ['dotnet'],
    verbs: ['restore', 'build', 'publish', 'test', 'pack', 'add', 'tool', 'run', 'msbuild', 'workload'],
    folders: [store([variable('NUGET_PACKAGES'), home('.nuget/packages')], true)],
    movedBy: /^--packages(?:=|$)/,
    offline: { flags: ['--no-restore', '--no-build'], variables: [] },
    emptiedBy: [['dotnet', 'nuget', 'locals']],
    source: 'learn.microsoft.com/nuget/consume-packages/managing-the-global-packages-and-cache-folders',
  },
  {
    ...nothing,
    tool: 'bundler',
    programs: ['bundle', 'gem'],
    verbs: ['', 'install', 'update', 'i'],
    folders: [downloads([variable('GEM_HOME', 'cache')], true)],
    movedBy: /^(?:--path|--deployment|--local|--prefer-local|-i$|--install-dir)/,
    movedByVariables: { BUNDLE_PATH: /./, BUNDLE_DEPLOYMENT: /./, BUNDLE_CACHE_ALL: /./ },
    source: 'guides.rubygems.org/command-reference, bundler.io/man/bundle-config.1.html',
  },
  {
    ...nothing,
    tool: 'composer',
    programs: ['composer', 'composer.phar'],
    verbs: ['install', 'i', 'update', 'u', 'require', 'r', 'create-project', 'global'],
    folders: [
      downloads(
        [
          variable('COMPOSER_CACHE_DIR'),
          variable('COMPOSER_HOME', 'cache'),
          variable('XDG_CACHE_HOME', 'composer'),
          home('.composer/cache'),
        ],
        true,
      ),
    ],
    off: { flags: ['--no-cache'], variables: [] },
    emptiedBy: ['clear-cache', 'clearcache', 'cc'].map((verb) => ['composer', verb]),
    source: 'getcomposer.org/doc/03-cli.md#composer-cache-dir',
  },
  {
    ...nothing,
    tool: 'apt',
    programs: ['apt-get', 'apt'],
    verbs: ['update', 'install', 'upgrade', 'dist-upgrade', 'full-upgrade', 'build-dep'],
    folders: ['/var/cache/apt', '/var/lib/apt'].map((folder) => store([{ by: 'fixed', folder }], true)),
    movedBy: /^-o/,
    emptiedBy: ['clean', 'autoclean', 'distclean'].flatMap((verb) => [
      ['apt-get', verb],
      ['apt', verb],
    ]),
    source: 'docs.docker.com/reference/dockerfile/#example-cache-apt-packages',
  },
];
