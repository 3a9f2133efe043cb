import { describe, expect, it } from 'vitest';
import { answerOf, codeOf, type Files, manifest, projectOf, readOne, shell } from './project.ts';

const start = (line: string, files: Files = {}, fields: Readonly<Record<string, unknown>> = {}) =>
  projectOf({ 'package.json': manifest(fields), ...files }).start(null, shell(line), new Map());

const buildOf = (script: string, files: Files = {}) => {
  const all = { 'package.json': manifest({ scripts: { build: script } }), ...files };
  return projectOf(all).build(readOne('npm run build', all));
};

describe('generators of documentation write', () => {
  it.each<[string, Files, readonly string[]]>([
    ['docusaurus build', {}, ['build']],
    ['docusaurus build --out-dir public', {}, ['public']],
    ['vitepress build docs', {}, ['docs/.vitepress/dist']],
    ['vitepress build docs --outDir out', {}, ['out']],
    ['vitepress build docs', { 'docs/.vitepress/config.ts': "export default { outDir: '../out' }" }, ['out']],
    ['vuepress build docs', {}, ['docs/.vuepress/dist']],
    ['vuepress build .', { '.vuepress/config.js': "module.exports = { dest: 'out' }" }, ['out']],
    ['vuepress build docs -d out', {}, ['out']],
    ['build-storybook', {}, ['storybook-static']],
    ['storybook build -o out', {}, ['out']],
  ])('«%s»', (line, files, outputs) => {
    expect(answerOf(buildOf(line, files)).outputs).toEqual(outputs);
  });

  it.each<[string, Files]>([
    ['docusaurus build website', {}],
    ['docusaurus deploy', {}],
    ['vuepress build docs', { 'docs/.vuepress/config.yml': 'dest: out\n' }],
    ['vuepress build docs --config other.js', {}],
    ['storybook dev', {}],
  ])('what is not known: «%s»', (line, files) => {
    expect(codeOf(buildOf(line, files))).toBe('build-output-unknown');
  });
});

describe('a server of documentation', () => {
  const CONFIG = {
    'docusaurus.config.js':
      "module.exports = { presets: [['classic', { docs: { sidebarPath: require.resolve('./sidebars.js') } }]] };",
    'sidebars.js': '',
  };

  it('loads the configuration and reads what was built', () => {
    expect(answerOf(start('docusaurus serve --port 80 --host 0.0.0.0', CONFIG))).toMatchObject({
      kind: 'program',
      entry: null,
      packages: ['@docusaurus/core'],
      alsoLoads: ['docusaurus.config.js'],
      alsoReads: ['build'],
    });
    expect(answerOf(start('docusaurus serve --dir out', CONFIG))).toMatchObject({ alsoReads: ['out'] });
    expect(answerOf(start('vitepress preview docs', { 'docs/.vitepress/config.mts': '' }))).toMatchObject({
      alsoLoads: ['docs/.vitepress/config.mts'],
      alsoReads: ['docs/.vitepress/dist'],
      compiledBy: 'vitepress',
    });
  });

  it('takes along what the configuration names', () => {
    const project = projectOf({ 'package.json': manifest({}), ...CONFIG });
    const reading = answerOf(project.program(answerOf(start('docusaurus serve', CONFIG)), []));
    expect(reading.reads.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['docusaurus.config.js', 'sidebars.js']),
    );
  });

  it('needs development dependencies that its configuration loads, and no others', () => {
    const kindWith = (config: string) => {
      const fields = {
        dependencies: { '@docusaurus/core': '3' },
        devDependencies: { '@docusaurus/types': '3', theme: '1' },
      };
      const files = { 'package.json': manifest(fields), 'package-lock.json': '{}', 'docusaurus.config.ts': config };
      const project = projectOf(files);
      return project.production(readOne('npm ci', files), answerOf(start('docusaurus serve', files, fields)), 22).kind;
    };
    expect(kindWith("import type { Config } from '@docusaurus/types';\nexport default {} satisfies Config;\n")).toBe(
      'prune',
    );
    expect(kindWith("import { dark } from 'theme';\nexport default { themeConfig: { dark } };\n")).toBe('keep');
  });

  it.each([
    'docusaurus start',
    'docusaurus serve --build',
    'vitepress dev docs',
    'vuepress dev docs',
    'eleventy --serve',
  ])('is for development: «%s»', (line) => {
    expect(answerOf(start(line))).toMatchObject({ kind: 'development' });
  });
});
