import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPORT_SCHEMA } from '../cli/reporters/report-schema.ts';
import { configSchema } from '../config/keys.ts';
import { inOrder, type Transform } from '../transform.ts';

/** Files that are made from tables in the code; `path` is relative to the repository. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

const BEGIN = '<!-- generated: npm run generate -->';
const END = '<!-- end of generated -->';

/** Every generated document with its text as it has to be. */
export function generatedDocuments(root: string, transforms: readonly Transform[]): readonly GeneratedFile[] {
  return [
    ...transforms.map((transform) => ({
      path: `transforms/${transform.name}/README.md`,
      text: transformPage(transform),
    })),
    { path: 'src/ecosystems/index.ts', text: ecosystemRegistry(join(root, 'src/ecosystems')) },
    { path: 'msb-migrate.report.schema.json', text: `${JSON.stringify(REPORT_SCHEMA, null, 2)}\n` },
    { path: 'msb-migrate.schema.json', text: `${JSON.stringify(configSchema(transforms), null, 2)}\n` },
    between(root, 'fixtures/README.md', fixtureTable(join(root, 'fixtures'))),
    between(root, 'README.md', transformTable(transforms)),
  ];
}

/** The document with what stands between the markers replaced. */
function between(root: string, path: string, text: string): GeneratedFile {
  const file = join(root, path);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : `${BEGIN}\n${END}\n`;
  const start = before.indexOf(BEGIN);
  const end = before.indexOf(END);
  if (start === -1 || end === -1) return { path, text: `${before.trimEnd()}\n\n${BEGIN}\n${text}${END}\n` };
  return { path, text: `${before.slice(0, start)}${BEGIN}\n${text}${before.slice(end)}` };
}

/** Node first: where a command may be of several languages (`make`), the order decides who reads it, and it has to stay the same. */
function ecosystemRegistry(folder: string): string {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'index.ts')))
    .map((entry) => entry.name)
    .sort((a, b) => Number(b === 'node') - Number(a === 'node') || (a < b ? -1 : 1));
  const imports = [
    "import type { Ecosystem } from './ecosystem.ts';\n",
    ...names.toSorted().map((name) => `import { ${name}Ecosystem } from './${name}/index.ts';\n`),
  ];
  const list = names.map((name) => `${name}Ecosystem`).join(', ');
  return `${imports.join('')}
/** Every ecosystem that the program knows, in the order in which they are asked about a command. Generated: npm run generate. */
export const ECOSYSTEMS: readonly Ecosystem[] = [${list}];
`;
}

function transformTable(transforms: readonly Transform[]): string {
  const rows = inOrder(transforms).map(
    (transform) => `| [\`${transform.name}\`](transforms/${transform.name}/README.md) | ${transform.summary} |\n`,
  );
  return `| transform | what it does |\n|---|---|\n${rows.join('')}`;
}

function transformPage(transform: Transform): string {
  const rows = Object.entries(transform.reasons).map(
    ([code, reason]) =>
      `| \`${code}\` | ${reason.verdict} | ${cell(reason.title)} | ${cell(reason.explanation)} | ${cell(reason.advice ?? '')} |\n`,
  );
  return `# ${transform.name}

${sentenceCase(transform.summary)}.

**Why it is safe.** ${transform.safety}

${(transform.notes ?? []).map((note) => `${note}\n\n`).join('')}Phase: \`${transform.phase}\`${transform.owns.length > 0 ? ` · may change: ${transform.owns.join(', ')}` : ''}

| code | verdict | circumstance | why | what you can do |
|---|---|---|---|---|
${rows.join('')}${transform.appendix === undefined ? '' : `\n${transform.appendix}`}`;
}

function fixtureTable(folder: string): string {
  const names = readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'input')))
    .sort();
  const rows = names.map((name) => {
    const traps = lines(join(folder, name, 'traps.txt'));
    const codes = lines(join(folder, name, 'decisions.txt')).flatMap(
      (line) => /^(changed|declined|unneeded|failed) ([\w/-]+)/.exec(line)?.[2] ?? [],
    );
    const built = existsSync(join(folder, name, 'e2e.json')) ? 'yes' : 'no';
    return `| ${name} | ${cell(traps.join('; '))} | ${[...new Set(codes)].map((code) => `\`${code}\``).join(' ')} | ${built} |\n`;
  });
  return `| fixture | traps it holds | decisions | built by e2e |\n|---|---|---|---|\n${rows.join('')}`;
}

function lines(path: string): readonly string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
