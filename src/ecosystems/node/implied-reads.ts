/** What a package reads by itself, relative to the working directory, when a program loads it. Source: the packages' documentation. */
export const IMPLIED_READS: Readonly<Record<string, readonly string[]>> = {
  config: ['config'],
  'node-config': ['config'],
  '@feathersjs/configuration': ['config'],
  '@prisma/client': ['prisma'],
  i18n: ['locales'],
  typeorm: [
    'ormconfig.json',
    'ormconfig.js',
    'ormconfig.ts',
    'ormconfig.yml',
    'ormconfig.yaml',
    'ormconfig.xml',
    'ormconfig.env',
  ],
  knex: ['migrations', 'seeds'],
  'sequelize-cli': ['.sequelizerc', 'migrations', 'seeders', 'models', 'config'],
  newrelic: ['newrelic.js', 'newrelic.cjs'],
  'email-templates': ['emails'],
  'module-alias': ['package.json'],
  'tsconfig-paths': ['tsconfig.json'],
  'ts-node': ['tsconfig.json'],
  'dotenv-safe': ['.env.example'],
  'dotenv-extended': ['.env.defaults', '.env.schema'],
  'express-handlebars': ['views'],
  hbs: ['views'],
  consolidate: ['views'],
  'migrate-mongo': ['migrate-mongo-config.js', 'migrations'],
  'graphql-config': ['.graphqlrc', 'graphql.config.js'],
  nunjucks: ['views'],
  rc: [],
  'mongodb-memory-server': [],
  '@babel/register': ['.babelrc', 'babel.config.js', 'babel.config.json', '.babelrc.js'],
  'babel-register': ['.babelrc', 'babel.config.js'],
  '@babel/node': ['.babelrc', 'babel.config.js'],
  next: ['public', 'next.config.js', 'next.config.mjs', 'next.config.ts', '.env.production'],
  nuxt: ['static', 'public', 'nuxt.config.js', 'nuxt.config.ts'],
  'nuxt-start': ['static', 'nuxt.config.js'],
  pm2: [],
  'express-winston': [],
  'swagger-ui-express': [],
  serve: ['serve.json'],
};

/** Packages that read a repository's `.git` without calling git. Source: their documentation. */
export const READS_HISTORY: ReadonlySet<string> = new Set([
  'es-git',
  'git-repo-info',
  'git-rev',
  'git-rev-sync',
  'isomorphic-git',
  'nodegit',
]);

/** Frameworks that load folders by convention: what they read, no literal names. */
export const LOADS_BY_CONVENTION: ReadonlySet<string> = new Set([
  'sails',
  'strapi',
  '@strapi/strapi',
  '@adonisjs/core',
  '@adonisjs/framework',
  'egg',
  'midway',
  '@midwayjs/core',
  'loopback',
  'loopback-boot',
  'keystone',
  '@keystonejs/keystone',
  '@keystone-6/core',
  'hexo',
  'meteor',
  'think',
  'thinkjs',
  'total.js',
  'total4',
  'moleculer',
  'express-load',
  'consign',
  'require-all',
  'require-dir',
  'require-directory',
  'include-all',
  'auto-load',
  'fs-readdir-recursive',
  'express-file-routing',
  'cosmiconfig',
  'lilconfig',
  'hapi-router',
  'nocodb',
  'ghost',
  'node-red',
  'payload',
  'medusa',
  '@medusajs/medusa',
]);

/** Modules that load the environment file of a deployment. */
export const ENVIRONMENT_LOADERS: ReadonlySet<string> = new Set([
  'dotenv',
  'dotenv/config',
  'dotenv-safe',
  'dotenv-safe/config',
  'dotenv-flow',
  'dotenv-flow/config',
  'dotenv-expand',
  'dotenv-extended',
  'env-cmd',
  'dotenv-cli',
  '@nestjs/config',
  'custom-env',
  'envalid',
  'node-env-file',
  'probot',
  'env-var',
  '@dotenvx/dotenvx',
  'next',
]);

/** Modules that stop on SIGTERM by themselves. */
export const STOPS_BY_ITSELF: ReadonlySet<string> = new Set([
  '@godaddy/terminus',
  'http-graceful-shutdown',
  'lightship',
  'close-with-grace',
  'node-graceful-shutdown',
  'express-graceful-shutdown',
  'shutdown-async',
  'async-exit-hook',
  'exit-hook',
  'node-cleanup',
  '@moebius/http-graceful-shutdown',
  'next',
]);

/** Top-level entries that no running program reads, unless something names them: tests, documentation, development tools. */
export const DEVELOPMENT_ENTRIES: readonly RegExp[] = [
  /^(?:__tests__|__mocks__|tests?|e2e|cypress|spec|specs|coverage|playwright|\.storybook|stories|benchmarks?)$/,
  /^(?:\.github|\.gitlab|\.circleci|\.vscode|\.vs|\.idea|\.fleet|\.zed|\.cursor|\.windsurf|\.claude|\.specify|\.husky|\.devcontainer|\.changeset|\.yarn|\.git)$/,
  /^(?:README|CHANGELOG|CONTRIBUTING|CODE_OF_CONDUCT|SECURITY|HISTORY|AUTHORS|TODO|ROADMAP)(?:[.-].*)?$/i,
  /^(?:[Dd]ockerfile|.*\.[Dd]ockerfile|[Dd]ockerfile\..*|docker-compose.*|compose\.ya?ml|compose\..*\.ya?ml|\.dockerignore|Makefile|Jenkinsfile|Vagrantfile|Procfile|Tiltfile|skaffold\.ya?ml|heroku\.yml|fly\.toml|vercel\.json|netlify\.toml|render\.yaml|app\.yaml|cloudbuild\.ya?ml|\.replit|replit\.nix|\.gitpod\.yml|azure-pipelines\.ya?ml|bitbucket-pipelines\.yml|buildspec\.yml|\.travis\.yml|\.gitlab-ci\.yml|appveyor\.yml|codecov\.yml|\.codecov\.yml|sonar-project\.properties|renovate\.json|\.snyk|\.nycrc(?:\.json)?|\.c8rc(?:\.json)?|lerna\.json|turbo\.json|nx\.json)$/,
  /^(?:\.eslint.*|eslint\.config\..*|\.prettier.*|prettier\.config\..*|\.editorconfig|\.gitignore|\.gitattributes|\.npmignore|\.nvmrc|\.node-version|\.stylelint.*|stylelint\.config\..*|\.lintstagedrc.*|lint-staged\.config\..*|\.commitlintrc.*|commitlint\.config\..*|\.huskyrc.*|\.jshintrc|\.jscsrc|tslint\.json|jest(?:\.[\w-]+)?\.config\..*|jest-.*\.json|jest\.setup\..*|vitest\.config\..*|vitest\.workspace\..*|karma\.conf\..*|protractor\.conf\..*|cypress\.config\..*|cypress\.json|playwright\.config\..*|nodemon\.json|\.mocharc.*|\.taprc|\.swcrc|biome\.json|\.browserslistrc|\.tool-versions|\.release-it\.json|\.releaserc.*|release\.config\..*|\.markdownlint.*|cspell\.json|\.cspell\.json|knip\.json|typedoc\.json|\.watchmanconfig|\.graphqlrc.*|codegen\.ya?ml|codegen\.ts)$/,
];

/** Configuration that only a build reads; it is not needed once the build's outputs are there. */
export const BUILD_ENTRIES: readonly RegExp[] = [
  /^tsconfig.*\.json$/,
  /^(?:webpack\..*|rollup\.config\..*|vite\.config\..*|tsup\.config\..*|nest-cli\.json|angular\.json|\.angular-cli\.json|babel\.config\..*|\.babelrc.*|gulpfile\..*|Gruntfile\..*|postcss\.config\..*|tailwind\.config\..*|vue\.config\..*|craco\.config\..*|svelte\.config\..*|astro\.config\..*|esbuild\..*)$/,
];

/** Loaders of whole folders: which modules a program loads with them, no import says. */
export const LOADS_FOLDERS: ReadonlySet<string> = new Set([
  ...LOADS_BY_CONVENTION,
  '@fastify/autoload',
  'fastify-autoload',
]);
