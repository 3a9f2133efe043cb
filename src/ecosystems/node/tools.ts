/** Executables that a globally installed package puts on the PATH, where they are not named like the package. */
const PROVIDES: Readonly<Record<string, readonly string[]>> = {
  npm: ['npm', 'npx'],
  // Plugins have none: `git` is the system's.
  '@semantic-release/git': [],
  '@semantic-release/npm': [],
  typescript: ['tsc', 'tsserver'],
  '@angular/cli': ['ng'],
  '@nestjs/cli': ['nest'],
  '@vue/cli': ['vue'],
  '@vue/cli-service': ['vue-cli-service'],
  '@babel/cli': ['babel', 'babel-external-helpers'],
  'babel-cli': ['babel', 'babel-doctor', 'babel-external-helpers', 'babel-node'],
  '@babel/node': ['babel-node'],
  '@swc/cli': ['swc', 'swcx', 'spack'],
  'gulp-cli': ['gulp'],
  gulp: ['gulp'],
  'grunt-cli': ['grunt'],
  'webpack-cli': ['webpack-cli', 'webpack'],
  'webpack-dev-server': ['webpack-dev-server'],
  yarn: ['yarn', 'yarnpkg'],
  pnpm: ['pnpm', 'pnpx'],
  bun: ['bun', 'bunx'],
  pm2: ['pm2', 'pm2-dev', 'pm2-docker', 'pm2-runtime'],
  'ts-node': ['ts-node', 'ts-node-cwd', 'ts-node-esm', 'ts-node-script', 'ts-node-transpile-only', 'ts-script'],
  'ts-node-dev': ['ts-node-dev', 'tsnd'],
  'npm-run-all': ['npm-run-all', 'run-p', 'run-s'],
  'npm-run-all2': ['npm-run-all', 'npm-run-all2', 'run-p', 'run-s'],
  'cross-env': ['cross-env', 'cross-env-shell'],
  'dotenv-cli': ['dotenv'],
  concurrently: ['conc', 'concurrently'],
  'http-server': ['http-server', 'hs'],
  'create-react-app': ['create-react-app'],
  'sequelize-cli': ['sequelize', 'sequelize-cli'],
  typeorm: ['typeorm', 'typeorm-ts-node-commonjs', 'typeorm-ts-node-esm'],
  '@sentry/cli': ['sentry-cli'],
  '@ionic/cli': ['ionic'],
  'firebase-tools': ['firebase'],
  'netlify-cli': ['netlify', 'ntl'],
  serverless: ['serverless', 'sls', 'slss'],
  'aws-cdk': ['cdk'],
  'elm-test': ['elm-test'],
  '@vercel/ncc': ['ncc'],
  '@quasar/cli': ['quasar'],
  'expo-cli': ['expo', 'expo-cli'],
  mocha: ['mocha', '_mocha'],
  'coffee-script': ['coffee', 'cake'],
  coffeescript: ['coffee', 'cake'],
  nuxi: ['nuxi', 'nuxt'],
  nuxt: ['nuxt', 'nuxi'],
  'node-pre-gyp': ['node-pre-gyp'],
  '@mapbox/node-pre-gyp': ['node-pre-gyp'],
  less: ['lessc'],
  eslint: ['eslint'],
  'ember-cli': ['ember'],
  'react-native-cli': ['react-native'],
  lerna: ['lerna'],
  nx: ['nx'],
  turbo: ['turbo'],
  'migrate-mongo': ['migrate-mongo'],
  'db-migrate': ['db-migrate'],
  'node-pg-migrate': ['node-pg-migrate'],
  'local-web-server': ['ws', 'local-web-server'],
  '@dotenvx/dotenvx': ['dotenvx'],
  '@react-router/dev': ['react-router'],
  '@react-router/serve': ['react-router-serve'],
  '@remix-run/dev': ['remix'],
  '@remix-run/serve': ['remix-serve'],
  '@strapi/strapi': ['strapi'],
  '@11ty/eleventy': ['eleventy'],
  '@docusaurus/core': ['docusaurus'],
  '@tailwindcss/cli': ['tailwindcss'],
  tailwindcss: ['tailwindcss', 'tailwind'],
  '@sveltejs/kit': ['svelte-kit'],
  '@vuepress/cli': ['vuepress', 'vuepress-vite', 'vuepress-webpack'],
  '@graphql-codegen/cli': ['graphql-codegen', 'gql-gen', 'graphql-code-generator'],
  'postcss-cli': ['postcss'],
  'parcel-bundler': ['parcel'],
  '@craco/craco': ['craco'],
  'patch-package': ['patch-package'],
  copyfiles: ['copyfiles', 'copyup'],
  'cpy-cli': ['cpy'],
  'del-cli': ['del', 'del-cli'],
  '@cyclonedx/cyclonedx-npm': ['cyclonedx-npm'],
  '@moleculer/cli': ['moleculer'],
  moleculer: ['moleculer-runner'],
  '@redocly/cli': ['openapi', 'redocly'],
};

const OWNER: ReadonlyMap<string, string> = new Map(
  Object.entries(PROVIDES).flatMap(([name, bins]) => bins.map((bin): [string, string] => [bin, name])),
);

/** Executables of a package; an unknown package is taken to have one of its own name, without the scope. */
export function executablesOf(name: string): readonly string[] {
  return PROVIDES[name] ?? [name.replace(/^@[^/]+\//, '')];
}

/**
 * Packages that may have put an executable into `node_modules/.bin`. Several packages share a name (`webpack`, `babel`); the
 * project's manifest decides among them.
 */
export function ownersOf(executable: string): readonly string[] {
  const listed = Object.entries(PROVIDES).flatMap(([name, bins]) => (bins.includes(executable) ? [name] : []));
  return [...new Set([...listed, executable])];
}

/** The package that an executable is best known by. */
export function ownerOf(executable: string): string {
  return OWNER.get(executable) ?? executable;
}
