import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FIXTURES = join(import.meta.dirname, '../fixtures');

type Table = Readonly<Record<string, string>>;

/** What people say broke their image when a tool, or they themselves, divided a Dockerfile: the fixture that shows that it does not. */
const COMPLAINTS: Table = {
  'pruning removed the prisma command line': 'node-prisma-migrates-at-start',
  'pruning removed the generated prisma client': 'node-prisma-generate',
  'a dynamic require': 'node-dynamic-require',
  'a peer dependency that is a development dependency as well': 'node-peer-and-dev-dependency',
  'a development dependency that the program imports': 'node-dev-dependency-imported',
  'a development dependency that compiled files import': 'node-compiled-by-babel',
  'links in node_modules/.bin': 'node-bin-at-run-time',
  'Next.js standalone without public and static files': 'node-next-standalone-server',
  'Next.js that listens to the container’s name alone': 'node-next-standalone',
  'sharp missing beside a standalone server': 'node-next-14-standalone-sharp',
  'the tracing root of a monorepo': 'node-next-standalone-in-a-workspace',
  'libpq.so.5 missing': 'node-native-with-system-library',
  'a module not found in the runtime stage': 'node-module-alias',
  'a health check without curl': 'node-healthcheck-curl',
  'a health check of compose without curl': 'node-compose-healthcheck-curl',
  'npm start on distroless': 'node-distroless-on-request',
  'an addon on another libc': 'node-native-addon-on-full-base',
  'migrations at the start, without root': 'node-knex-migrations',
  'uploads without root': 'node-writes-files-at-runtime',
  'a volume that root filled': 'node-compose-volume-on-written-folder',
  'public variables undefined in the bundle': 'node-build-time-public-variable',
  'compose users who lost their development environment': 'node-compose-development-stage',
  'the same by an override file': 'node-compose-override-for-development',
  heredocs: 'declines-heredoc-run',
  'comments, odd case and Windows line ends': 'node-crlf-odd-case-comments',
  'stages for no gain': 'node-express-no-build',
};

const MANAGERS: Table = {
  npm: 'node-typescript-express',
  'npm without a lockfile': 'node-no-lockfile',
  'npm, lockfile out of step': 'node-lockfile-out-of-step',
  'npm with a shrinkwrap': 'node-shrinkwrap',
  'npm before 7 and old Node': 'node-16-base',
  'npm settings (.npmrc)': 'node-npmrc-legacy-peer-deps',
  'a token of a private registry in ARG': 'node-npmrc-token-argument',
  'a token as a secret': 'node-secret-for-the-install',
  'patches of patch-package': 'node-patch-package',
  'file: dependencies': 'node-file-dependency',
  'link: dependencies': 'node-link-dependency',
  'yarn 1': 'node-yarn-classic',
  'yarn 1, patched': 'node-yarn-patch-package',
  'yarn, not frozen': 'node-yarn-not-frozen',
  'yarn 4 with node_modules': 'node-yarn-berry',
  'yarn with Plug’n’Play': 'declines-yarn-plug-and-play',
  'yarn with Plug’n’Play and its cache in the project': 'node-yarn-zero-install',
  pnpm: 'node-pnpm',
  'pnpm by corepack': 'node-pnpm-by-corepack',
  'pnpm by corepack, started by itself': 'declines-pnpm-start-by-corepack',
  'bun on its own image': 'node-bun',
  'bun on the image of Node.js': 'node-bun-installed-by-npm',
  'global tools': 'node-global-tool',
  'npm workspaces': 'node-npm-workspace',
  'yarn workspaces': 'node-yarn-workspace',
  'pnpm workspaces and workspace: dependencies': 'node-pnpm-workspace',
  turborepo: 'node-turbo-workspace',
  nx: 'node-nx-workspace',
  'a Dockerfile in a package, its context at the root': 'node-next-standalone-in-a-workspace',
};

const FRAMEWORKS: Table = {
  'tsc, incrementally': 'node-typescript-incremental',
  'tsc without outDir': 'node-typescript-without-outdir',
  'tsc and copied templates': 'node-typescript-copies-templates',
  'tsc -b with references': 'node-typescript-project-references',
  esbuild: 'node-fastify-bundled-by-esbuild',
  tsup: 'node-server-bundled-by-tsup',
  swc: 'node-compiled-by-swc',
  rollup: 'node-server-bundled-by-rollup',
  webpack: 'node-server-bundled-by-webpack',
  babel: 'node-compiled-by-babel',
  ncc: 'node-bundled-by-ncc',
  Express: 'node-typescript-express',
  Fastify: 'node-fastify-bundled-by-esbuild',
  NestJS: 'node-nest-typeorm-migrations',
  'NestJS that compiles at every start': 'node-nest-start-compiles',
  'Next.js': 'node-next-typescript-configuration',
  'Next.js, standalone': 'node-next-standalone-server',
  Nuxt: 'node-nuxt-output',
  Vite: 'node-vite-preview',
  'Create React App': 'node-create-react-app-served',
  'Vue CLI': 'node-vue-cli-with-http-server',
  'Angular on the server': 'node-angular-ssr',
  SvelteKit: 'node-sveltekit-adapter-node',
  Astro: 'node-astro-node-adapter',
  'React Router': 'node-react-router-serve',
  Prisma: 'node-prisma-generate',
  TypeORM: 'node-nest-typeorm-migrations',
  Sequelize: 'node-sequelize-migrations-at-start',
  Knex: 'node-knex-migrations',
  'Puppeteer and Playwright': 'declines-browser-in-root-home',
};

const STARTS: Table = {
  'npm start that adds nothing': 'node-typescript-express',
  'npm start of a program without a signal handler': 'node-npm-start-without-signal-handler',
  'npm start of a program that reads what npm sets': 'node-start-reads-npm-environment',
  'cross-env': 'node-start-uses-cross-env',
  'node -r by NODE_OPTIONS': 'node-options-requires-file',
  'dotenv --': 'node-dotenv-command-at-start',
  'ts-node': 'node-ts-node-with-path-aliases',
  tsx: 'node-tsx-in-production',
  'a development dependency': 'node-start-needs-dev-dependency',
  nodemon: 'declines-development-server',
  'pm2-runtime': 'node-pm2-runtime',
  'pm2 with two processes': 'node-pm2-two-processes',
  concurrently: 'node-two-processes-concurrently',
  'migrations before the program': 'node-migrates-before-start',
  'an entrypoint script': 'node-entrypoint-script',
  'ENTRYPOINT and CMD together': 'node-entrypoint-and-cmd',
  'flags behind the official entrypoint': 'node-prunes-and-removes-by-itself',
  'a development server': 'declines-vite-development-server',
  'a development server, replaced by a site': 'node-vite-dev-server-to-nginx',
  'a development server, replaced by a server': 'node-next-dev-server-replaced',
  'a development server with a proxy': 'declines-dev-server-with-proxy',
  'a build before every start': 'declines-start-builds-first',
  'an install before every start': 'declines-installs-at-start',
  'serve, moved to nginx': 'node-serve-to-nginx-on-request',
  'http-server, moved to nginx': 'node-http-server-to-nginx-on-request',
  'a file server that is installed beside the site': 'node-static-site-served-by-global-tool',
  'a compose command': 'node-compose-command-waits',
  'nginx of the distribution beside a site': 'node-nginx-from-apt-beside-a-site',
  'nginx of Alpine beside a site': 'node-nginx-from-apk-beside-a-site',
  'nginx as the distribution sets it up, on port 80': 'node-nginx-of-debian-as-it-comes',
};

const ALL: Readonly<Record<string, Table>> = {
  'a complaint': COMPLAINTS,
  'a package manager or a workspace': MANAGERS,
  'a framework': FRAMEWORKS,
  'a way to start': STARTS,
};

describe.each(Object.entries(ALL))('%s of Node.js', (_, table) => {
  it.each(Object.entries(table))('has a fixture: %s', (__, fixture) => {
    expect(existsSync(join(FIXTURES, fixture, 'input'))).toBe(true);
  });
});

describe('the fixtures of Node.js', () => {
  it('are built and started in a third of them at least', () => {
    const own = readdirSync(FIXTURES).filter((name) => name.startsWith('node-'));
    const started = own.filter((name) => existsSync(join(FIXTURES, name, 'e2e.json')));
    expect(started.length * 3).toBeGreaterThanOrEqual(own.length);
  });
});
