import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrateFile } from '../src/cli/migrate-file.ts';
import { reportText } from '../src/cli/reporters/index.ts';
import { reportedFile } from '../src/cli/reporters/reported.ts';
import type { Decision } from '../src/decision.ts';
import { discoverDockerfiles, migrate, openRepository, repositoryFacts, TRANSFORMS } from '../src/index.ts';
import type { Migration } from '../src/migration.ts';
import { withEdits } from '../src/repository/overlay.ts';
import { allFixtures, expectedFiles, type Fixture, writeExpectation } from './fixture-files.ts';
import { schemaFaults } from './report-schema.ts';

const UPDATE = process.env.UPDATE === '1';

function run(fixture: Fixture, dockerfile: string): Migration {
  const source = fixture.repository.read(dockerfile) ?? '';
  return migrate({ repository: fixture.repository, dockerfile, source, context: null, options: fixture.options });
}

/** A fixture's migrations, made once for all of its tests. */
function firstRun(fixture: Fixture): (dockerfile: string) => Migration {
  const known = new Map<string, Migration>();
  return (dockerfile) => {
    const migration = known.get(dockerfile) ?? run(fixture, dockerfile);
    known.set(dockerfile, migration);
    return migration;
  };
}

function sentence(decision: Decision): string {
  const reason = TRANSFORMS.find((transform) => transform.name === decision.transform)?.reasons[decision.code];
  const where = decision.at.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
  return `${decision.verdict} ${decision.transform}/${decision.code}${where === '' ? '' : ` (line ${where})`}: ${reason?.sentence(decision.data)}`;
}

/** The JSON report of a migration that was made already. */
function reportOf({ repository, options }: Fixture, migration: Migration): string {
  const { path } = migration;
  const place = { repository, dockerfile: path, context: null };
  const text = repository.read(path) ?? '';
  const source = { shown: path, place, text, known: repositoryFacts(repository), options, custom: [] };
  const engine = { run: () => migration, transforms: TRANSFORMS, openRepository, discoverDockerfiles };
  const file = reportedFile(migrateFile(source, repository.root, engine));
  return reportText('json', [file], { transforms: TRANSFORMS, version: '1.2.3', written: false });
}

describe('fixtures', () => {
  for (const fixture of allFixtures()) {
    const first = firstRun(fixture);

    it(`${fixture.name} is migrated as written down`, () => {
      const migrations = fixture.dockerfiles.map(first);
      const files = new Map(
        migrations.flatMap((migration) => migration.edits.map((edit) => [edit.path, edit.after] as const)),
      );
      const text = migrations
        .map((migration) => {
          const title = migrations.length > 1 ? [`# ${migration.path}`] : [];
          const problem = migration.problem ? [`failed ${migration.problem.code}: ${migration.problem.cause}`] : [];
          return [...title, ...problem, ...migration.decisions.map(sentence)].map((line) => `${line}\n`).join('');
        })
        .join('');
      expect(migrations.every((migration) => migration.problem?.code !== 'law-broken')).toBe(true);
      if (UPDATE) writeExpectation(fixture, files, text);
      const decisions = join(fixture.folder, 'decisions.txt');
      expect(text).toBe(existsSync(decisions) ? readFileSync(decisions, 'utf8') : '');
      expect(Object.fromEntries(files)).toEqual(Object.fromEntries(expectedFiles(fixture)));
    });

    it(`${fixture.name} is reported as the schema of reports says`, () => {
      for (const migration of fixture.dockerfiles.map(first)) {
        const report = JSON.parse(reportOf(fixture, migration));
        expect(schemaFaults(report)).toEqual([]);
        expect(report.files[0].decisions).toHaveLength(migration.decisions.length);
      }
    });

    it(`${fixture.name} is left alone by a second run`, () => {
      for (const dockerfile of fixture.dockerfiles) {
        const repository = withEdits(fixture.repository, first(dockerfile).edits);
        const source = repository.read(dockerfile) ?? '';
        const second = migrate({ repository, dockerfile, source, context: null, options: fixture.options });
        expect(second.edits).toEqual([]);
      }
    });

    // The shell sees the carriage returns of a heredoc's body: with them it is another script.
    const heredocs = fixture.dockerfiles.some((path) => /<<-?\s*['"]?\w/.test(fixture.repository.read(path) ?? ''));
    it.skipIf(heredocs)(`${fixture.name} is migrated alike with CRLF line ends`, () => {
      for (const dockerfile of fixture.dockerfiles) {
        const source = (fixture.repository.read(dockerfile) ?? '').replace(/\r\n/g, '\n');
        const crlf = source.replace(/\n/g, '\r\n');
        const input = { repository: fixture.repository, dockerfile, context: null, options: fixture.options };
        const written = source === fixture.repository.read(dockerfile);
        const unix = (written ? first(dockerfile) : migrate({ ...input, source })).edits.find(
          (edit) => edit.path === dockerfile,
        )?.after;
        const windows = migrate({ ...input, source: crlf }).edits.find((edit) => edit.path === dockerfile)?.after;
        expect(windows?.replace(/\r\n/g, '\n')).toBe(unix);
        expect(windows?.replace(/\r\n/g, '').includes('\n') ?? false).toBe(false);
      }
    });
  }
});
