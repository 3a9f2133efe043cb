import type { Evidence } from '../../decision.ts';
import type { BuildContext } from '../../repository/repository.ts';
import { cite } from './cite.ts';
import { firstOf, jsonAt } from './config-literals.ts';
import { objectOf } from './package-json.ts';
import type { TsConfig } from './tsconfig.ts';

/** Where Babel and swc look for their configuration (babeljs.io/docs/config-files, swc.rs/docs/configuration/swcrc). */
const CONFIGURATIONS = [
  '.babelrc',
  '.babelrc.json',
  '.babelrc.js',
  '.babelrc.cjs',
  'babel.config.js',
  'babel.config.json',
  'babel.config.cjs',
  'babel.config.mjs',
  '.swcrc',
];

/**
 * Settings after which compiled files load a package that no source names, and those packages: `[what the file says, packages]`.
 * Sources: babeljs.io/docs/babel-plugin-transform-runtime, babeljs.io/docs/babel-preset-env, swc.rs/docs/configuration/compilation.
 */
const SETTINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /['"](?:@babel\/(?:plugin-)?)?transform-runtime['"]/,
    ['@babel/runtime', '@babel/runtime-corejs2', '@babel/runtime-corejs3', 'babel-runtime'],
  ],
  [/useBuiltIns['"]?\s*:\s*['"]usage['"]/, ['core-js', 'regenerator-runtime']],
  [/['"]externalHelpers['"]\s*:\s*true/, ['@swc/helpers']],
  [/['"]mode['"]\s*:\s*['"]usage['"]/, ['core-js']],
];

/** Packages that compiled files may load for the compiler's sake, with the setting that says so. */
export function compilerHelpers(
  context: BuildContext,
  folder: string,
  config: TsConfig | null,
): readonly (readonly [string, Evidence])[] {
  const manifest = firstOf(context, folder, ['package.json']);
  const inManifest = objectOf(jsonAt(context, manifest))?.babel;
  const texts = [
    ...CONFIGURATIONS.flatMap((name) => firstOf(context, folder, [name]) ?? []).map(
      (path) => [path, context.read(path) ?? ''] as const,
    ),
    ...(manifest === null || inManifest === undefined ? [] : [[manifest, JSON.stringify(inManifest)] as const]),
  ];
  const said = texts.flatMap(([path, text]) =>
    SETTINGS.flatMap(([setting, packages]) => {
      const found = setting.exec(text);
      return found === null ? [] : packages.map((name) => [name, cite(context, path, found[0])] as const);
    }),
  );
  // typescriptlang.org/tsconfig#importHelpers
  const typescript = config?.importHelpers
    ? [['tslib', cite(context, config.path, 'importHelpers = true')] as const]
    : [];
  return [...said, ...typescript];
}
