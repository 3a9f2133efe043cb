import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { type ReportName, reportText } from '../../../src/cli/reporters/index.ts';
import type { ReportedFile } from '../../../src/cli/reporters/reported.ts';
import { replacements } from '../../../src/cli/reporters/sarif-fix.ts';
import { TRANSFORMS } from '../../../src/index.ts';
import { schemaFaults } from '../../report-schema.ts';

const fixtures = fileURLToPath(new URL('../../../fixtures/', import.meta.url));
const frame = { transforms: TRANSFORMS, version: '1.2.3', written: false };
const report = (name: ReportName, files: readonly ReportedFile[]) => reportText(name, files, frame);

const file: ReportedFile = {
  path: 'api/Dockerfile',
  status: 'changed',
  written: false,
  edits: [
    {
      path: 'api/Dockerfile',
      isNew: false,
      before: 'FROM node\nCMD a\n',
      after: 'FROM node AS deps\nFROM deps\nCMD a\n',
    },
  ],
  decisions: [
    {
      verdict: 'changed',
      transform: 'split-stages',
      code: 'split',
      sentence: 'split into <deps>, and 100% safe: yes',
      advice: null,
      at: [
        { first: 1, last: 1 },
        { first: 2, last: 2 },
      ],
      evidence: [],
      changes: [],
      data: {},
    },
    {
      verdict: 'declined',
      transform: 'swap-base-image',
      code: 'native-code',
      sentence: 'bcrypt\nholds @native code',
      advice: 'Use slim.',
      at: [],
      evidence: [],
      changes: [],
      data: {},
    },
  ],
  problem: null,
};
const refused: ReportedFile = {
  ...file,
  path: 'b c/Dockerfile',
  status: 'refused',
  edits: [],
  decisions: [],
  problem: { code: 'no-such-file', path: 'b c/Dockerfile', line: 3, cause: 'no such file', remedy: 'Check the path.' },
};
const files = [file, refused];

/** Lays the fix over the text, as an editor does. */
function applied(text: string, changes: ReturnType<typeof replacements>): string {
  const lines = text.split('\n');
  const offset = (line: number, column: number) =>
    lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  return [...changes].reverse().reduce((result, { deletedRegion: region, insertedContent }) => {
    const [from, to] = [offset(region.startLine, region.startColumn), offset(region.endLine, region.endColumn)];
    return result.slice(0, from) + (insertedContent?.text ?? '') + result.slice(to);
  }, text);
}

describe('the SARIF report', () => {
  const schemaFile = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  const ajv = new Ajv.default({ strict: false, unicodeRegExp: false });
  addFormats.default(ajv as never);
  const valid = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')));

  it('follows the schema of SARIF 2.1.0, with and without files', () => {
    for (const given of [files, [], [{ ...file, repository: 'https://git.example/team/api.git' }]]) {
      valid(JSON.parse(report('sarif', given)));
      expect(valid.errors).toBe(null);
    }
    valid({ version: '2.1.0', runs: [{ results: 'none' }] });
    expect(valid.errors).not.toBe(null);
  });

  it('names the rule of every decision, and places of the file', () => {
    const [run] = JSON.parse(report('sarif', files)).runs;
    const ids = run.results.map((result: { ruleIndex: number }) => run.tool.driver.rules[result.ruleIndex]?.id);
    expect(ids).toEqual(
      ['msb-migrate/rewrite', 'split-stages/split', 'swap-base-image/native-code'].map((id) =>
        id === 'split-stages/split' ? undefined : id,
      ),
    );
    expect(run.results[1].relatedLocations[0].physicalLocation.region).toEqual({ startLine: 2, endLine: 2 });
    expect(run.invocations[0].toolExecutionNotifications[0].locations[0].physicalLocation.artifactLocation.uri).toBe(
      'b%20c/Dockerfile',
    );
  });

  it('has fixes that make the new text of the old one, for every fixture', () => {
    let rewrites = 0;
    for (const name of readdirSync(fixtures)) {
      const [before, after] = ['input', 'output'].map((side) => {
        try {
          return readFileSync(join(fixtures, name, side, 'Dockerfile'), 'utf8');
        } catch {
          return null;
        }
      });
      if (before === null || after === null || before === undefined || after === undefined) continue;
      rewrites += 1;
      expect(applied(before, replacements(before, after)), name).toBe(after);
      expect(applied(after, replacements(after, before)), name).toBe(before);
    }
    expect(rewrites).toBeGreaterThan(50);
  });

  it.each([
    ['', 'a\n'],
    ['a', ''],
    ['a', 'a\n'],
    ['a\nb', 'b'],
    ['a\r\nb\r\n', 'a\r\nc\r\nb\r\n'],
    ['a\rb\n', 'c\n'],
    ['x\ny\n', 'y\nz'],
  ])('has a fix from %j to %j', (before, after) => {
    expect(applied(before, replacements(before, after))).toBe(after);
  });
});

describe('the JSON report', () => {
  it('follows its schema, and another document does not', () => {
    const side = { behaviour: [], lastLines: [], logs: [], size: 5, layerSizes: [{ bytes: 5, createdBy: 'RUN x' }] };
    const proof = {
      proof: 'same-answers',
      differences: [],
      notes: [],
      missing: [],
      candidate: '',
      tried: [],
      before: side,
      after: side,
    } as const;
    const given = [...files, { ...file, repository: 'x', proof }, { ...refused, status: 'fault' as const }];
    expect(schemaFaults(JSON.parse(report('json', given)))).toEqual([]);
    expect(schemaFaults({ version: 1, files: [{ path: 'x' }], summary: {} })).not.toEqual([]);
    expect(
      schemaFaults({ version: 2, files: [], summary: { changed: 0, unchanged: 0, refused: 0, faults: 0 } }),
    ).not.toEqual([]);
  });
});

describe('the other reports', () => {
  it('as JSON lines are one file a line, as the JSON document has them', () => {
    const lines = report('jsonl', files)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual(JSON.parse(report('json', files)).files);
  });

  it('as annotations escape what the runner would take for its own', () => {
    expect(report('github', files)).toBe(
      '::warning file=api/Dockerfile,line=1,endLine=1,title=split-stages/split::split into <deps>, and 100%25 safe: yes\n' +
        '::notice file=api/Dockerfile,line=1,endLine=1,title=swap-base-image/native-code::bcrypt%0Aholds @native code. Use slim.\n' +
        '::error file=b c/Dockerfile,line=3,endLine=3,title=msb-migrate::no such file. Check the path.\n',
    );
  });

  it('as Markdown show stages and patch, and make neither markup nor mentions of what a file holds', () => {
    const text = report('markdown', files);
    expect(text).toContain('```mermaid\nflowchart LR\n  s0["deps<br/>node"]');
    expect(text).toContain('+FROM node AS deps');
    expect(text).toContain('\\<deps>');
    expect(text).not.toContain('@native');
    expect(text).toContain('2 files: 1 would change, 1 refused.');
  });

  it('as HTML are one page that loads nothing, whose data cannot end its script', () => {
    const text = report('html', [{ ...file, path: '</script><b>x' }, refused]);
    expect(text).not.toMatch(/(?:src|href)=/);
    expect(text).not.toContain('</script><b>');
    const data = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(text)?.[1] ?? '';
    const { rows, counts, reasons } = JSON.parse(data);
    expect(rows[0].path).toBe('</script><b>x');
    expect(rows[0].patch).toContain('+FROM deps\n');
    expect(counts).toMatchObject({ changed: 1, refused: 1 });
    expect(reasons).toEqual([['swap-base-image/native-code', 1]]);
  });
});
